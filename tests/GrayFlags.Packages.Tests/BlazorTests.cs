using System.Net;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>Blazor Server up to the pages that the server renders; no browser opens a circuit.</summary>
internal sealed class BlazorTests
{
    [Test]
    public async Task Pages_ShowWhatTheirUserHas_AndClosedGatesAreNotThere()
    {
        await using var server = (await Strangers.GetAsync("Blazor")).Serve();
        using var visitor = await server.VisitAsync();
        using var closed = await visitor.GetAsync("/reports?user=bo");

        Assert.Multiple(async () =>
        {
            Assert.That(await visitor.GetStringAsync("/?user=ana"), Does.Contain("Blue.").And.Not.Contain("As you know it."));
            Assert.That(await visitor.GetStringAsync("/?user=bo"), Does.Contain("As you know it.").And.Not.Contain("Blue."));
            Assert.That(await visitor.GetStringAsync("/reports?user=ana"), Does.Contain("<p>new banner</p>"));
            Assert.That(closed.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        });
    }
}
