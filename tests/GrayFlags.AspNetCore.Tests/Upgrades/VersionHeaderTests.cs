using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Upgrades;

public sealed class VersionHeaderTests
{
    private const string Header = "X-Gray-orders";
    private const string Rules =
        """{ "flags": { "orders-v2": { "variants": { "v3": {} }, "rules": { "ana": { "users": ["ana"] }, "cy": { "users": ["cy"], "serve": "v3" } } } } }""";

    [TestCase("ana", "v2")]
    [TestCase("bo", "v1")]
    [TestCase("cy", "v3", Description = "the variant's name")]
    [TestCase("", "v1")]
    public async Task Version_IsOnTheRequestAndOnTheResponse(string user, string expected)
    {
        await using var site = await StartAsync();
        using var response = await site.SendAsync("/", user.Length > 0 ? [("Test", user)] : []);

        Assert.That(response.Headers.GetValues(Header), Is.EqualTo(new[] { expected }));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Version_ThatAClientSends_IsGone()
    {
        await using var site = await StartAsync();

        Assert.That(await site.GetAsync("/", (Header, "v9"), (Header, "v2")), Is.EqualTo("200 v1"));
    }

    [Test]
    public async Task Version_OnAnErrorPage_IsThere()
    {
        await using var site = await StartAsync();
        using var response = await site.SendAsync("/throws", ("Test", "ana"));

        Assert.That((int)response.StatusCode, Is.EqualTo(500));
        Assert.That(response.Headers.GetValues(Header), Is.EqualTo(new[] { "v2" }));
    }

    [TestCase("a b", "v1", "v2")]
    [TestCase("", "v1", "v2")]
    [TestCase("orders", "v1\r\nSet-Cookie: a=b", "v2")]
    [TestCase("orders", "v1", "é")]
    public void Text_ThatNoHeaderMayHold_IsRefused(string name, string original, string upgraded) => Assert.That(
        async () => await TestSite.StartAsync(Rules, app => app.UseGrayVersionHeader(name, "orders-v2", original, upgraded)),
        Throws.InstanceOf<ArgumentException>());

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseExceptionHandler(error => error.Run(http => http.Response.WriteAsync("sorry")));
            app.UseGrayVersionHeader("orders", "orders-v2");
            app.UseRouting();
            app.MapGet("/", (HttpRequest request) => request.Headers[Header].ToString());
            app.MapGet("/throws", string () => throw new InvalidOperationException("no"));
        },
        services: HeaderAuthentication.AddTo);
}
