using GrayFlags.Browser.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests;

/// <summary>Ends the browser of all tests; the first that needs it has started it.</summary>
[SetUpFixture]
internal sealed class ChromiumSetUp
{
    [OneTimeTearDown]
    public Task EndAsync() => Chromium.EndAsync();
}
