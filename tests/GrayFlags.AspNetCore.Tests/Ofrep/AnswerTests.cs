using System.Net;
using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>OFREP.md, section 4: what each decision is on the wire, who asks, and what is refused.</summary>
public sealed class AnswerTests
{
    private const string Rules = """
        { "off": ["killed"],
          "flags": {
            "on": { "clientSide": true, "default": true },
            "off": { "clientSide": true, "default": false },
            "disabled": { "clientSide": true, "enabled": false },
            "killed": { "clientSide": true, "default": true },
            "ana": { "clientSide": true, "rules": { "r": { "users": ["ana"] } } },
            "some": { "clientSide": true, "rules": { "r": { "percentage": 100 } }, "owner": "shop" },
            "pro": { "clientSide": true, "rules": { "r": { "when": { "plan": "pro" } } } },
            "home": { "clientSide": true, "rules": { "r": { "regions": ["CN"] } } },
            "colour": { "clientSide": true, "variants": { "blue": { "value": "#00f" } }, "rules": { "r": { "users": ["ana"], "serve": "blue" } } },
            "plain": { "clientSide": true, "variants": { "a": {} }, "default": "a" },
            "list": { "clientSide": true, "variants": { "a": { "value": [1, { "b": null }] } }, "default": "a" },
            "nothing": { "clientSide": true, "variants": { "a": { "value": null } }, "default": "a" },
            "a/b.中文": { "clientSide": true, "default": true },
            "secret": { "default": true, "rules": { "r": { "users": ["ana"] } } } } }
        """;

    [TestCase("on", "", "on=true DEFAULT on")]
    [TestCase("off", "", "off=false DEFAULT off")]
    [TestCase("disabled", "", "disabled=false DISABLED off")]
    [TestCase("killed", "", "killed=false DISABLED off")]
    [TestCase("ana", "ana", "ana=true TARGETING_MATCH on")]
    [TestCase("some", "ana", "some=true SPLIT on")]
    [TestCase("some", "", "some=false DEFAULT off", TestName = "A missing id is an answer")]
    [TestCase("colour", "ana", "colour=\"#00f\" TARGETING_MATCH blue")]
    [TestCase("colour", "bo", "colour=default DEFAULT off", TestName = "Off, and its variants have values")]
    [TestCase("plain", "", "plain=true DEFAULT a")]
    [TestCase("list", "", "list=[1,{\"b\":null}] DEFAULT a")]
    [TestCase("nothing", "", "nothing=true DEFAULT a", TestName = "Null is no value")]
    [TestCase("a/b.中文", "", "a/b.中文=true DEFAULT on")]
    [TestCase("a%2Fb.中文", "", "a/b.中文=true DEFAULT on")]
    public async Task Answer_OfEachDecision_AloneAndAmongAll(string flag, string user, string expected)
    {
        await using var site = await StartAsync(app => app.MapGrayOfrep(o => (o.Context, o.AllowAnonymous) = (OfrepContext.FromBody, true)));
        var context = user.Length == 0 ? "{}" : $$"""{"targetingKey":"{{user}}"}""";

        var reply = await site.AskAsync($"{OfrepSiteExtensions.Bulk}/{flag}", "{\"context\":" + context + "}");

        Assert.That(OfrepSiteExtensions.Show(reply.Json), Is.EqualTo(expected));
        Assert.That((await site.AnswersAsync(context)).Split("; "), Does.Contain(expected));
        Assert.That(reply.Body, Does.Not.Contain("metadata"), "browsers get none");
    }

    [TestCase("some", "ana", "\"rule\":\"r\",\"bucket\":")]
    [TestCase("some", "ana", "\"owner\":\"shop\"")]
    [TestCase("some", "", "\"error\":\"TARGETING_KEY_MISSING\"")]
    [TestCase("on", "", "\"version\":\"")]
    public async Task Metadata_IsThereForServers(string flag, string user, string expected)
    {
        await using var site = await StartAsync(app =>
            app.MapGrayOfrep(o => (o.Flags, o.Context, o.AllowAnonymous) = (FlagSelection.All, OfrepContext.FromBody, true)));

        var reply = await site.AskAsync($"{OfrepSiteExtensions.Bulk}/{flag}", $$$"""{"context":{"targetingKey":"{{{user}}}"}}""");

        Assert.That(reply.Body, Does.Contain(expected));
    }

    [Test]
    public async Task Rollback_AndOverride_AreReasonsInMetadata()
    {
        await using var site = await StartAsync(
            app =>
            {
                app.Use(async (http, next) =>
                {
                    using var forced = http.RequestServices.GetRequiredService<IGrayOverrides>().Override("y", true);
                    await next(http);
                });
                app.UseRouting();
                app.MapGrayOfrep(o => o.Metadata = true);
            },
            """
            { "flags": {
                "x": { "clientSide": true, "rollout": { "stages": [ { "name": "all", "percentage": 100 } ], "guards": { "errors": { "metric": "error" } } } },
                "y": { "clientSide": true, "default": false } } }
            """);
        await site.Services.GetRequiredService<IGrayRollouts>().RollbackAsync("x", "ana", "why");

        var x = await site.AskAsync(OfrepSiteExtensions.Bulk + "/x");
        var y = await site.AskAsync(OfrepSiteExtensions.Bulk + "/y");

        Assert.That(OfrepSiteExtensions.Show(x.Json) + x.Json.GetProperty("metadata"), Does.StartWith("x=false DISABLED off{\"reason\":\"rolled_back\""));
        Assert.That(OfrepSiteExtensions.Show(y.Json) + y.Json.GetProperty("metadata"), Does.StartWith("y=true STATIC on{\"reason\":\"override\""));
    }

    // Else anybody could read the answers of anybody.
    [Test]
    public async Task Request_SaysWhoAsks_AndTheBodyAddsWhatItMay()
    {
        await using var site = await StartAsync(app => app.MapGrayOfrep(o => o.BodyAttributes.Add("plan")));
        const string Body = """{"targetingKey":"ana","plan":"pro","region":"CN","other":1}""";

        var nobody = (await site.AnswersAsync(Body)).Split("; ");
        var ana = (await site.AnswersAsync("""{"targetingKey":"bo"}""", ("Test", "ana"))).Split("; ");
        var free = (await site.AnswersAsync(Body, ("Test", "ana plan=free"))).Split("; ");

        Assert.That(nobody, Does.Contain("ana=false DEFAULT off").And.Contain("pro=true TARGETING_MATCH on").And.Contain("home=false DEFAULT off"));
        Assert.That(ana, Does.Contain("ana=true TARGETING_MATCH on").And.Contain("pro=false DEFAULT off"));
        Assert.That(free, Does.Contain("pro=false DEFAULT off"), "a claim comes before the body");
    }

    [Test]
    public async Task Body_SaysAll_WhereItMay()
    {
        await using var site = await StartAsync(
            app => app.MapGrayOfrep(o => (o.Context, o.AllowAnonymous) = (OfrepContext.FromBody, true)),
            """
            { "flags": {
                "deep": { "clientSide": true, "rules": { "r": { "when": { "shop.size": { "gte": 3 }, "shop.open": { "eq": true } } } } },
                "since": { "clientSide": true, "rules": { "r": { "when": { "since": { "before": "2026-01-01T00:00:00Z" } } } } },
                "tags": { "clientSide": true, "rules": { "r": { "when": { "tags": "b" } } } },
                "home": { "clientSide": true, "rules": { "r": { "regions": ["CN"] } } } } }
            """);

        var answers = await site.AnswersAsync(
            """{"shop":{"size":3.5,"open":true},"since":"2025-05-05T00:00:00.000Z","tags":["a","b"],"region":"CN-GD"}""", ("Test", "ana"));

        Assert.That(answers.Split("; "), Has.All.EndsWith("=true TARGETING_MATCH on"));
    }

    [TestCase("secret")]
    [TestCase("nowhere")]
    public async Task Flag_ThatIsNotShown_IsNone(string flag)
    {
        await using var site = await StartAsync(app => app.MapGrayOfrep());

        var reply = await site.AskAsync($"{OfrepSiteExtensions.Bulk}/{flag}", headers: ("Test", "ana"));

        Assert.That(reply.Status, Is.EqualTo(404));
        Assert.That(reply.Body, Is.EqualTo($$"""{"key":"{{flag}}","errorCode":"FLAG_NOT_FOUND","errorDetails":"There is no such flag."}"""));
        Assert.That(await site.AnswersAsync("{}", ("Test", "ana")), Does.Not.Contain(flag));
    }

    [TestCase("", 400, "PARSE_ERROR")]
    [TestCase("{", 400, "PARSE_ERROR")]
    [TestCase("{\"context\":{\"a\":\"\\ud800\"}}", 400, "PARSE_ERROR")]
    [TestCase("{\"context\":{\"\\ud800\":1}}", 400, "PARSE_ERROR")]
    [TestCase("[]", 400, "INVALID_CONTEXT")]
    [TestCase("""{"context":1}""", 400, "INVALID_CONTEXT")]
    [TestCase("""{"context":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{}}}}}}}}}}""", 400, "INVALID_CONTEXT")]
    [TestCase("""{"context":{"targetingKey":"u","a":1,"b":2,"c":3}}""", 400, "INVALID_CONTEXT")]
    [TestCase("""{"context":{"a":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"}}""", 413, "GENERAL")]
    [TestCase("{}", 200, null)]
    [TestCase("""{"context":null}""", 200, null)]
    [TestCase("""{"context":{"targetingKey":"u","a":1,"b":2}}""", 200, null)]
    public async Task Body_OfEachKind(string body, int status, string? code)
    {
        await using var site = await StartAsync(app => app.MapGrayOfrep(o =>
        {
            (o.MaxBodyBytes, o.MaxAttributes) = (100, 2);
            o.BodyAttributes.Add("a");
        }));

        var all = await site.AskAsync(OfrepSiteExtensions.Bulk, body);
        var one = await site.AskAsync(OfrepSiteExtensions.Bulk + "/on", body);

        Assert.That((all.Status, one.Status), Is.EqualTo((status, status)));
        Assert.That(all.Json.TryGetProperty("errorCode", out var said) ? said.GetString() : null, Is.EqualTo(code));
        Assert.That(one.Json.GetProperty("key").GetString(), Is.EqualTo("on"));
    }

    // It says not how long it is, so that only reading it tells.
    [TestCase(100, 413)]
    [TestCase(64 * 1024, 200)]
    public async Task Body_OfUnknownLength_IsReadAsFarAsItMayBe(int max, int status)
    {
        await using var site = await StartAsync(app => app.MapGrayOfrep(o => o.MaxBodyBytes = max));
        using var request = new HttpRequestMessage(HttpMethod.Post, OfrepSiteExtensions.Bulk) { Content = new Chunked() };

        using var response = await site.Client.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    // As the page on OFREP says: a client that keeps no cookie is somebody else at each question.
    [Test]
    public async Task Visitor_IsWhoBringsTheCookie()
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "half": { "clientSide": true, "rules": { "r": { "percentage": 50 } } } } }""",
            app => app.MapGrayOfrep(),
            flags => flags.AddAnonymousCookie(cookie => (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.None, CookieSecurePolicy.Always)));
        var cookies = new HashSet<string>(StringComparer.Ordinal);
        var answers = new HashSet<string>(StringComparer.Ordinal);
        for (var question = 0; question < 50; question++)
        {
            var reply = await site.AskAsync(OfrepSiteExtensions.Bulk);
            var set = reply.Headers.Split('\n').Single(line => line.StartsWith("Set-Cookie: ", StringComparison.Ordinal))["Set-Cookie: ".Length..];
            var again = await site.AskAsync(OfrepSiteExtensions.Bulk, headers: ("Cookie", set.Split(';')[0]));

            Assert.That(set, Does.Contain("samesite=none").And.Contain("secure"));
            Assert.That((again.Json.GetProperty("flags").GetRawText(), again.Headers.Contains("Set-Cookie", StringComparison.Ordinal)),
                Is.EqualTo((reply.Json.GetProperty("flags").GetRawText(), false)));
            Assert.That(cookies.Add(set));
            answers.Add(reply.Json.GetProperty("flags").GetRawText());
        }

        Assert.That(answers, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Region_OfTheRequest_ComesBeforeThatOfTheBody()
    {
        await using var site = await StartAsync(
            app => app.MapGrayOfrep(o => o.BodyAttributes.Add("region")),
            """{ "flags": { "home": { "clientSide": true, "rules": { "r": { "regions": ["CN"] } } } } }""");

        Assert.That(await site.AnswersAsync("""{"region":"CN"}"""), Is.EqualTo("home=true TARGETING_MATCH on"));
        Assert.That(await site.AnswersAsync("""{"region":"CN"}""", ("X-Region", "DE")), Is.EqualTo("home=false DEFAULT off"));
    }

    // By the rules that its request has asked already: a gate, a page and the answers agree.
    [Test]
    public async Task Answers_AreOfTheRequestsOwnSnapshot()
    {
        TestSite? current = null;
        await using var site = await StartAsync(
            app =>
            {
                app.Use(async (http, next) =>
                {
                    _ = http.RequestServices.GetRequiredService<IGrayEvaluatorSnapshot>().IsEnabled("on");
                    current!.Rules.SetJson(
                        """{ "flags": { "on": { "clientSide": true, "default": false }, "new": { "clientSide": true, "default": true } } }""");
                    await current.ReloadedAsync("new");
                    await next(http);
                });
                app.UseRouting();
                app.MapGrayOfrep();
            },
            """{ "flags": { "on": { "clientSide": true, "default": true } } }""");
        current = site;

        Assert.That(await site.AnswersAsync(), Is.EqualTo("on=true DEFAULT on"));
        Assert.That(await site.AnswersAsync(), Is.EqualTo("new=true DEFAULT on; on=false DEFAULT off"));
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, string rules = Rules) => TestSite.StartAsync(
        rules,
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            map(app);
        },
        flags => flags.AddAspNetCore(o => (o.ClaimAttributes["plan"], o.RegionHeader) = ("plan", "X-Region")),
        HeaderAuthentication.AddTo);

    private sealed class Chunked : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            await stream.WriteAsync(Encoding.UTF8.GetBytes("{\"context\":{\"a\":\"" + new string('x', 1_000) + "\"}}"));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
