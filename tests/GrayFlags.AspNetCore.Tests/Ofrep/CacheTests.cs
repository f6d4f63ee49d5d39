using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>OFREP.md, section 2: a client sends its old entity tag with another context, and is not to be given the answers of the old one.</summary>
public sealed class CacheTests
{
    private const string Rules = """{ "flags": { "pro": { "clientSide": true, "rules": { "r": { "when": { "plan": "pro" } } } } } }""";
    private const string Pro = """{"context":{"targetingKey":"u","plan":"pro"}}""";
    private const string Free = """{"context":{"targetingKey":"u","plan":"free"}}""";

    [Test]
    public async Task Tag_IsAnotherOne_ForAnotherContext()
    {
        await using var site = await StartAsync();
        var pro = await site.AskAsync(OfrepSiteExtensions.Bulk, Pro);

        var again = await site.AskAsync(OfrepSiteExtensions.Bulk, Pro, ("If-None-Match", pro.Tag!));
        var free = await site.AskAsync(OfrepSiteExtensions.Bulk, Free, ("If-None-Match", pro.Tag!));

        Assert.That((again.Status, again.Body, again.Tag), Is.EqualTo((304, "", pro.Tag)));
        Assert.That(free.Status, Is.EqualTo(200));
        Assert.That(free.Body, Does.Contain("\"value\":false"));
    }

    [TestCase("W/{0}", 304)]
    [TestCase("\"a\", {0}, W/\"b\"", 304)]
    [TestCase("*", 304)]
    [TestCase("\"a\", \"b\"", 200)]
    [TestCase("{0}x", 200)]
    [TestCase("nonsense", 200)]
    public async Task IfNoneMatch_OfEachForm(string form, int expected)
    {
        await using var site = await StartAsync();
        var first = await site.AskAsync(OfrepSiteExtensions.Bulk, Pro);

        var reply = await site.AskAsync(OfrepSiteExtensions.Bulk, Pro, ("If-None-Match", string.Format(null, form, first.Tag)));

        Assert.That(reply.Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Rules_ThatChangeNoAnswer_KeepTheTag()
    {
        await using var site = await StartAsync();
        var before = await site.AskAsync(OfrepSiteExtensions.Bulk, Pro);
        site.Rules.SetJson("""{ "flags": { "hidden": true, "pro": { "clientSide": true, "rules": { "r": { "when": { "plan": ["pro", "max"] } } } } } }""");
        await site.ReloadedAsync("hidden");

        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk, Pro)).Tag, Is.EqualTo(before.Tag));

        site.Rules.SetJson("""{ "flags": { "pro": { "clientSide": true, "default": false } } }""");
        await site.ReloadedAsync("hidden", isThere: false);
        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk, Pro)).Tag, Is.Not.EqualTo(before.Tag));
    }

    [TestCase("")]
    [TestCase("/pro")]
    [TestCase("/nowhere")]
    public async Task Answer_IsOneUsers_AndAskedAgain(string path)
    {
        await using var site = await StartAsync();

        var reply = await site.AskAsync(OfrepSiteExtensions.Bulk + path, Pro);

        Assert.That((reply.Cache!.Private, reply.Cache.NoCache, reply.Cache.Public), Is.EqualTo((true, true, false)));
        Assert.That(reply.Headers, Does.Contain("Cookie, Authorization, Origin").And.Contain("application/json"));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(Rules, app => app.MapGrayOfrep(o => o.BodyAttributes.Add("plan")));
}
