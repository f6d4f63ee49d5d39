using System.Net;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>Controllers, views and Razor pages, for a user who has the flags and for one who has not.</summary>
internal sealed class MvcTests
{
    [Test]
    public async Task Pages_ShowWhatTheirUserHas_AndClosedGatesAreNotThere()
    {
        await using var server = (await Strangers.GetAsync("Mvc")).Serve();
        using var visitor = await server.VisitAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(await ReadAsync(visitor, "/?user=ana"), Is.EqualTo("new banner, blue: #00f"), "a view");
            Assert.That(await ReadAsync(visitor, "/?user=bo"), Is.EqualTo("old banner, none"), "a view");
            Assert.That(await ReadAsync(visitor, "/Banner?user=ana"), Is.EqualTo("new page"), "a Razor page");
            Assert.That(await ReadAsync(visitor, "/Banner?user=bo"), Is.EqualTo("old page"), "a Razor page");
            Assert.That(await ReadAsync(visitor, "/reports/daily?user=ana"), Is.EqualTo("daily"), "a controller");
            Assert.That(await StatusAsync(visitor, "/reports/daily?user=bo"), Is.EqualTo(HttpStatusCode.NotFound), "a controller");
            Assert.That(await ReadAsync(visitor, "/Beta?user=ana"), Is.EqualTo("beta for ana"), "the model of a page");
            Assert.That(await StatusAsync(visitor, "/Beta?user=bo"), Is.EqualTo(HttpStatusCode.NotFound), "the model of a page");
        });
    }

    private static async Task<string> ReadAsync(HttpClient visitor, string address) =>
        WebUtility.HtmlDecode(await visitor.GetStringAsync(address)).Trim();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient visitor, string address)
    {
        using var response = await visitor.GetAsync(address);
        return response.StatusCode;
    }
}
