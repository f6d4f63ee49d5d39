using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>OFREP.md, acceptance 6: what would be open to everybody by mistake does not start.</summary>
[Fault("R13")]
public sealed class StartTests
{
    private const string Rules = """{ "flags": { "secret": true } }""";

    [TestCase(FlagSelection.All, OfrepContext.FromRequest, "would show every flag to anybody")]
    [TestCase(FlagSelection.All, OfrepContext.FromBody, "would show every flag to anybody")]
    [TestCase(FlagSelection.ClientSide, OfrepContext.FromBody, "would show the answers of any user to anybody")]
    public void Open_ByMistake_FailsTheStart_AndSaysWhatToWrite(FlagSelection flags, OfrepContext context, string expected)
    {
        var failure = Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(app => app.MapGrayOfrep(o => (o.Flags, o.Context) = (flags, context))));

        Assert.That(failure!.Message, Does.Contain(expected).And.Contain("RequireAuthorization(\"backends\").MapGrayOfrep("));
        Assert.That(failure.Message, Does.Contain("AllowAnonymous = true"));
    }

    [Test]
    public void Open_ByAnAttributeThatTakesItBack_FailsTheStart()
    {
        Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(app => app.MapGroup("/b").RequireAuthorization().AllowAnonymous().MapGrayOfrep(o => o.Flags = FlagSelection.All)));
    }

    [TestCase("group", 401, 200)]
    [TestCase("result", 401, 200)]
    [TestCase("fallback", 401, 200)]
    [TestCase("said", 200, 200)]
    public async Task Guarded_ByWhateverSaysSo_Starts(string by, int nobody, int ana)
    {
        await using var site = await StartAsync(
            app =>
            {
                var mapped = (by == "group" ? app.MapGroup("").RequireAuthorization() : (IEndpointRouteBuilder)app)
                    .MapGrayOfrep(o => (o.Flags, o.Context, o.AllowAnonymous) = (FlagSelection.All, OfrepContext.FromBody, by == "said"));
                if (by == "result")
                {
                    mapped.RequireAuthorization();
                }
            },
            by == "fallback");

        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk)).Status, Is.EqualTo(nobody));
        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk, headers: ("Test", "ana"))).Status, Is.EqualTo(ana));
    }

    // A fallback policy is enforced by a middleware, which an app may have forgotten: then nobody is answered.
    [TestCase(true, 401, 200)]
    [TestCase(false, 0, 0)]
    public async Task Guarded_ByAFallback_WhichNothingEnforces_AnswersNobody(bool hasAuthorization, int nobody, int ana)
    {
        using var host = await HostAsync(hasAuthorization, byPolicyAlone: false);

        Assert.That((await StatusAsync(host, null), await StatusAsync(host, "ana")), Is.EqualTo((nobody, ana)));
    }

    [Test]
    public async Task Guarded_ByAPolicyAsMetadata_WhichNothingEnforces_AnswersNobody()
    {
        using var host = await HostAsync(hasAuthorization: false, byPolicyAlone: true);

        Assert.That(await StatusAsync(host, "ana"), Is.Zero);
    }

    // That one is met by a header, and by nobody who signs in.
    [Test]
    public async Task Fallback_IsAllThatIsAskedFor()
    {
        await using var site = await StartAsync(
            app => app.MapGrayOfrep(o => o.Flags = FlagSelection.All),
            new AuthorizationPolicyBuilder().RequireAssertion(asked => ((HttpContext)asked.Resource!).Request.Headers.ContainsKey("X-Inside")).Build());

        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk, headers: ("X-Inside", "1"))).Status, Is.EqualTo(200));
        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk)).Status, Is.EqualTo(401));
    }

    [TestCase("app")]
    [TestCase("group")]
    [TestCase("after routing")]
    public void Two_AtOnePrefix_FailTheStart(string where)
    {
        var failure = Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(app =>
        {
            (where == "group" ? app.MapGroup("/b") : (IEndpointRouteBuilder)app).MapGrayOfrep();
            if (where == "after routing")
            {
                app.UseRouting();
            }

            (where == "group" ? app.MapGroup("/B") : (IEndpointRouteBuilder)app).MapGrayOfrep(o => o.Metadata = true);
        }));

        Assert.That(failure!.Message, Does.Contain("twice").And.Contain("/ofrep/v1/evaluate/flags"));
    }

    [Test]
    public async Task Two_WhichSomethingTellsApart_Start()
    {
        await using var site = await StartAsync(app =>
        {
            app.Map("/x", branch => branch.UseRouting().UseEndpoints(ends => ends.MapGrayOfrep()));
            app.Map("/y", branch => branch.UseRouting().UseEndpoints(ends => ends.MapGroup("").MapGrayOfrep()));
            app.Map("/z", branch => branch.UseRouting().UseEndpoints(ends => ends.MapGroup("").MapGrayOfrep()));
            app.MapGrayOfrep().RequireHost("a.example");
            app.MapGrayOfrep(o => o.Metadata = true).RequireHost("b.example");
            app.MapGroup("/c").MapGrayOfrep();
        });

        foreach (var path in new[] { "/x", "/y", "/z", "/c" })
        {
            Assert.That((await site.AskAsync(path + OfrepSiteExtensions.Bulk)).Status, Is.EqualTo(200), path);
        }

        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk, headers: ("Host", "a.example"))).Body, Does.Not.Contain("metadata"));
        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk, headers: ("Host", "b.example"))).Body, Does.Contain("metadata"));
    }

    [TestCase(true, 1)]
    [TestCase(false, 0, TestName = "No events, so nothing is missing")]
    public async Task Guarded_WithoutDataProtection_SaysThatThereAreNoStreams(bool events, int expected)
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseAuthorization();
                app.MapGroup("/b").RequireAuthorization("all").MapGrayOfrep(o => o.Events = events);
            },
            services: services => services.AddAuthorizationBuilder().AddPolicy("all", policy => policy.RequireAssertion(_ => true)));

        Assert.That((await site.AskAsync("/b" + OfrepSiteExtensions.Bulk)).Body, Does.Not.Contain("eventStreams").And.Contain("flags"));
        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 513), Is.EqualTo(expected));
    }

    [Test]
    public async Task Default_IsOpen_ForWhatIsMeantToBeShown()
    {
        await using var site = await StartAsync(app => app.MapGrayOfrep());

        Assert.That(await site.AnswersAsync(), Is.Empty);
    }

    [Test]
    public void App_WithoutAspNetCore_IsToldWhatIsMissing()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.That(() => app.MapGrayOfrep(), Throws.InvalidOperationException.With.Message.Contains("AddAspNetCore()"));
    }

    [Test]
    public void Option_OutOfItsRange_IsRefused()
    {
        Action<GrayOfrepOptions>[] bad =
        [
            o => o.Flags = (FlagSelection)7, o => o.Context = (OfrepContext)7,
            o => o.EventSpread = TimeSpan.FromMinutes(2), o => o.EventSpread = -TimeSpan.FromTicks(1),
            o => o.MaxBodyBytes = 0, o => o.MaxBodyBytes = int.MaxValue, o => o.MaxAttributes = -1, o => o.MaxAttributes = 10_001, o => o.MaxEventStreams = -1,
        ];

        foreach (var set in bad)
        {
            Assert.ThrowsAsync<ArgumentException>(() => StartAsync(app => app.MapGrayOfrep(set)));
        }
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, bool hasFallback = false) =>
        StartAsync(map, hasFallback ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build() : null);

    private static Task<TestSite> StartAsync(Action<WebApplication> map, AuthorizationPolicy? fallback) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            map(app);
        },
        services: services =>
        {
            HeaderAuthentication.AddTo(services);
            services.AddAuthorizationBuilder().SetFallbackPolicy(fallback);
        });

    // Not a WebApplication, which adds what is missing.
    private static async Task<IHost> HostAsync(bool hasAuthorization, bool byPolicyAlone)
    {
        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        var rules = new InMemoryRuleProvider();
        rules.SetJson(Rules);
        var host = new HostBuilder().ConfigureWebHost(web => web
            .UseTestServer()
            .ConfigureServices(services =>
            {
                services.AddRouting();
                services.AddGrayFlags().AddProvider(rules).AddAspNetCore();
                HeaderAuthentication.AddTo(services);
                services.AddAuthorizationBuilder().SetFallbackPolicy(byPolicyAlone ? null : policy);
            })
            .Configure(app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                if (hasAuthorization)
                {
                    app.UseAuthorization();
                }

                app.UseEndpoints(ends =>
                {
                    var mapped = ends.MapGrayOfrep(o => o.Flags = FlagSelection.All);
                    if (byPolicyAlone)
                    {
                        mapped.WithMetadata(policy);
                    }
                });
            })).Build();
        await host.StartAsync();
        return host;
    }

    // 0 where the server refuses to run the endpoint, which a real one answers with 500.
    private static async Task<int> StatusAsync(IHost host, string? user)
    {
        using var client = host.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, OfrepSiteExtensions.Bulk) { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("Test", user);
        try
        {
            using var response = await client.SendAsync(request);
            return (int)response.StatusCode;
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("authorization metadata", StringComparison.Ordinal))
        {
            return 0;
        }
    }
}
