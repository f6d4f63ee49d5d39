using System.Net;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>The web app of the package's own page.</summary>
internal sealed class WebTests
{
    [Test]
    public async Task WebApp_AnswersAsThePageSays()
    {
        var app = await Strangers.GetAsync("Web");
        await using var server = app.Serve();
        using var visitor = await server.VisitAsync();
        var first = await visitor.GetStringAsync("/orders");

        Assert.Multiple(async () =>
        {
            Assert.That(await visitor.GetStringAsync("/banner"), Is.EqualTo("true"));
            Assert.That((await visitor.GetAsync("/beta")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(first, Is.EqualTo("original").Or.EqualTo("upgraded"));
            Assert.That(await visitor.GetStringAsync("/orders"), Is.EqualTo(first), "sticky");

            // Also through the package in between.
            Assert.That(app.Read("grayflags.schema.json"), Is.EqualTo(Nuspec.Read("GrayFlags", "schema/grayflags.schema.json")));
        });
    }
}
