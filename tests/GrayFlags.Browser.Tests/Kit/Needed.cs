using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Kit;

/// <summary>
/// What has to be installed beside .NET. Where it is not, tests say so and are skipped; in CI they fail, so that nothing is left out unnoticed.
/// </summary>
internal static class Needed
{
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }
}
