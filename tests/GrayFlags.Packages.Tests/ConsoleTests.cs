using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The first screen of the README in a console program.</summary>
internal sealed class ConsoleTests
{
    [Test]
    public async Task FirstScreen_PrintsWhatItPromises()
    {
        var app = await Strangers.GetAsync("Console");

        Assert.That(await app.RunAsync(), Is.EqualTo(Page.Readme.Printed));
    }
}
