using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The worker of the README, and a file that changes while it runs.</summary>
internal sealed class WorkerTests
{
    [Test]
    public async Task Worker_FollowsItsFile()
    {
        var app = await Strangers.GetAsync("Worker");
        app.Write("flags.json", """{ "flags": { "html-mail": true } }""");
        await using var worker = app.Start();

        Assert.That(await worker.ReadAsync("HTML"), Is.EqualTo("HTML"));

        app.Write("flags.json", """{ "flags": { "html-mail": false } }""");

        Assert.That(await worker.ReadAsync("plain text"), Is.EqualTo("plain text"));
    }
}
