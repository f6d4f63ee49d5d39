using System.Security.Claims;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

public sealed class RequestContextTests
{
    private const string Rules = """{ "flags": { "beta": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    [TestCase("ana", "200 user=ana region=")]
    [TestCase("ana plan=pro", "200 user=ana region= level=pro")]
    [TestCase("ana plan=pro plan=team", "200 user=ana region= level=pro, team")]
    [TestCase("ana country=CN-GD", "200 user=ana region=CN-GD")]
    public async Task Claims_AreWhoAsks(string sent, string expected)
    {
        await using var site = await StartAsync(o =>
        {
            o.RegionClaim = "country";
            o.ClaimAttributes["level"] = "plan";
        });

        Assert.That(await site.GetAsync("/context", ("Test", sent)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Subject_WithoutNameIdentifier_IsTheUser()
    {
        await using var site = await TestSite.StartAsync(Rules, app =>
        {
            app.Use((http, next) =>
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "s-1")], "any"));
                return next(http);
            });
            app.MapContext();
        });

        Assert.That(await site.GetAsync("/context"), Is.EqualTo("200 user=s-1 region="));
    }

    [Test]
    public async Task Claim_OfAnIdentityThatIsNotAuthenticated_IsNobody()
    {
        await using var site = await TestSite.StartAsync(Rules, app =>
        {
            app.Use((http, next) =>
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "s-1")]));
                return next(http);
            });
            app.MapContext();
        });

        Assert.That(await site.GetAsync("/context"), Is.EqualTo("200 user= region="));
    }

    [TestCase(new[] { "CN-GD" }, "CN-GD")]
    [TestCase(new[] { "CN-GD", "DE" }, "")]
    [TestCase(new[] { "CN,DE" }, "")]
    [TestCase(new[] { "CN\tDE" }, "")]
    [TestCase(new string[0], "")]
    public async Task RegionHeader_ThatIsOneCode_IsTheRegion(string[] sent, string expected)
    {
        await using var site = await StartAsync(o => o.RegionHeader = "X-Region");

        Assert.That(await site.GetAsync("/context", [.. sent.Select(value => ("X-Region", value))]), Is.EqualTo("200 user= region=" + expected));
    }

    [Test]
    public async Task Region_WithoutOptions_IsNeverWhatAClientSends()
    {
        await using var site = await StartAsync(null);

        Assert.That(await site.GetAsync("/context", ("X-Region", "CN"), ("CF-IPCountry", "CN")), Is.EqualTo("200 user= region="));
    }

    [Test]
    public async Task Functions_OfTheApp_ComeFirst()
    {
        await using var site = await StartAsync(o =>
        {
            o.UserId = http => http.Request.Query["as"];
            o.Region = http => http.Request.Query["in"];
            o.RegionHeader = "X-Region";
            o.Attributes = (http, attributes) => attributes["mobile"] = http.Request.Query.ContainsKey("m");
        });

        Assert.That(await site.GetAsync("/context?as=bo&in=FR&m", ("Test", "ana"), ("X-Region", "CN")), Is.EqualTo("200 user=bo region=FR mobile=true"));
        Assert.That(await site.GetAsync("/context", ("Test", "ana"), ("X-Region", "CN")), Is.EqualTo("200 user=ana region=CN mobile=false"));
    }

    [Test]
    public async Task Function_ThatThrows_AnswersForNobodyAndIsLoggedOnce()
    {
        await using var site = await StartAsync(o => o.Attributes = (_, _) => throw new InvalidOperationException("no"));

        for (var count = 0; count < 3; count++)
        {
            Assert.That(await site.GetAsync("/context", ("Test", "ana")), Is.EqualTo("200 user= region="));
        }

        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 500), Is.EqualTo(1));
    }

    [Test]
    public async Task Function_ThatAsksForAFlag_AsksAsNobody()
    {
        await using var site = await StartAsync(o => o.Attributes = (http, attributes) =>
            attributes["inside"] = http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled("beta"));

        Assert.That(await site.GetAsync("/context", ("Test", "ana")), Is.EqualTo("200 user=ana region= inside=false"));
    }

    [Test]
    public async Task Context_AskedBeforeAuthentication_IsNotKeptAsNobody()
    {
        var before = "";
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseRouting();
                app.Use((http, next) =>
                {
                    before = http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled("beta").ToString();
                    return next(http);
                });
                app.UseAuthentication();
                app.MapGet("/", (IGrayEvaluator flags) => flags.IsEnabled("beta").ToString());
            },
            services: HeaderAuthentication.AddTo);

        Assert.That((await site.GetAsync("/", ("Test", "ana")), before), Is.EqualTo(("200 True", "False")));
    }

    [Test]
    public async Task Context_OfOneRequest_IsBuiltOnceAlsoByManyThreads()
    {
        var built = 0;
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", async (IGrayEvaluator flags) =>
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => flags.IsEnabled("beta"))));
                return answers.Distinct().Single().ToString();
            }),
            flags => flags.AddAspNetCore(o =>
            {
                o.UserId = _ => "ana";
                o.Attributes = (_, _) => Interlocked.Increment(ref built);
            }));

        Assert.That((await site.GetAsync("/"), built), Is.EqualTo(("200 True", 1)));
        Assert.That((await site.GetAsync("/"), built), Is.EqualTo(("200 True", 2)));
    }

    [Test]
    public async Task Use_InsideARequest_Wins()
    {
        await using var site = await TestSite.StartAsync(Rules, app => app.MapGet("/", (GrayContextAccessor said, IGrayEvaluator flags) =>
        {
            using (said.Use(new GrayContext("ana")))
            {
                return flags.IsEnabled("beta").ToString();
            }
        }));

        Assert.That(await site.GetAsync("/", ("Test", "bo")), Is.EqualTo("200 True"));
    }

    [Test]
    public async Task OutsideARequest_UseIsAsked()
    {
        await using var site = await TestSite.StartAsync(Rules, _ => { });
        var flags = site.Services.GetRequiredService<IGrayEvaluator>();

        Assert.That(site.Services.GetRequiredService<IGrayContextAccessor>().Context, Is.Null);
        Assert.That(flags.IsEnabled("beta"), Is.False);
        using (site.Services.GetRequiredService<GrayContextAccessor>().Use(new GrayContext("ana")))
        {
            Assert.That(flags.IsEnabled("beta"), Is.True);
        }
    }

    [TestCase("/", Description = "ends in the calling thread")]
    [TestCase("/later", Description = "ends in another one")]
    [TestCase("/throws")]
    public async Task Work_ThatOutlivesItsRequest_AsksAsNobody(string path)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool>? afterIt = null;
        var isOnInIt = false;
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.MapGet("/", (IGrayEvaluator flags) => Begin(flags));
                app.MapGet("/later", async (IGrayEvaluator flags) =>
                {
                    Begin(flags);
                    await Task.Yield();
                });
                app.MapGet("/throws", void (IGrayEvaluator flags) =>
                {
                    Begin(flags);
                    throw new InvalidOperationException("expected");
                });
            },
            flags => flags.AddAspNetCore(o => o.UserId = _ => "ana"),
            services => services.AddSingleton<IStartupFilter>(new AroundEverything(() => ended.SetResult())));
        using var response = await site.SendAsync(path);

        Assert.That((isOnInIt, await afterIt!), Is.EqualTo((true, false)));

        void Begin(IGrayEvaluator flags)
        {
            isOnInIt = flags.IsEnabled("beta");
            afterIt = Task.Run(async () =>
            {
                await ended.Task;
                return flags.IsEnabled("beta");
            });
        }
    }

    // Requests that no server began: where the app has an accessor, and says which one is the current.
    [Test]
    public async Task Request_OfTheAppsAccessor_IsAsked()
    {
        await using var site =
            await TestSite.StartAsync(Rules, _ => { }, flags => flags.AddAspNetCore(o => o.UserId = _ => "ana"), services => services.AddHttpContextAccessor());
        var accessor = site.Services.GetRequiredService<IHttpContextAccessor>();
        var flags = site.Services.GetRequiredService<IGrayEvaluator>();
        var before = flags.IsEnabled("beta");
        accessor.HttpContext = new DefaultHttpContext { RequestServices = site.Services };

        Assert.That((before, flags.IsEnabled("beta")), Is.EqualTo((false, true)));
        Assert.That(accessor.HttpContext.Features.Any(), Is.True, "what is known of it is kept in it");
    }

    [Test]
    public async Task User_ThatIsNobodyStill_BuildsNoOtherContext()
    {
        var built = 0;
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", (HttpContext http, IGrayContextAccessor accessor) =>
            {
                var (before, _, after) = (accessor.Context, http.User, accessor.Context);
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "s-1")]));
                return $"{ReferenceEquals(before, after)} {ReferenceEquals(after, accessor.Context)}";
            }),
            flags => flags.AddAspNetCore(o => o.Attributes = (_, _) => built++));

        Assert.That((await site.GetAsync("/"), built), Is.EqualTo(("200 True False", 2)));
    }

    // A context that is wrapped on its way is the same request.
    [Test]
    public async Task Wrapped_IsTheSameRequest()
    {
        var built = 0;
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.Use((HttpContext http, RequestDelegate next) =>
                    next(new DefaultHttpContext(http.Features) { ServiceScopeFactory = app.Services.GetRequiredService<IServiceScopeFactory>() }));
                app.UseRouting();
                app.MapGet("/", (IGrayEvaluator flags) => flags.IsEnabled("beta")).RequireGrayFlag("beta");
            },
            flags => flags.AddAspNetCore(o =>
            {
                o.UserId = _ => "ana";
                o.Attributes = (_, _) => built++;
            }));

        Assert.That((await site.GetAsync("/"), built), Is.EqualTo(("200 true", 1)));
    }

    [Test]
    public async Task Snapshot_OfARequest_StandsStill()
    {
        TestSite? site = null;
        await using var started = site = await TestSite.StartAsync(
            """{ "flags": { "a": true } }""",
            app => app.MapGet("/", async (IGrayEvaluatorSnapshot pinned, IGrayEvaluator live) =>
            {
                var before = pinned.IsEnabled("a");
                site!.Rules.SetJson("""{ "flags": { "a": false } }""");
                await Task.Yield();
                return $"{before} {pinned.IsEnabled("a")} {live.IsEnabled("a")}";
            }));

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 True True False"));
    }

    // Whoever decides in a request decides by the same rules; a scope that the app makes inside of it is a work of its own.
    [Test]
    public async Task Snapshot_OfTheGate_IsThatOfTheScopeAndOfNoOther([Values] bool hasAnotherFace)
    {
        TestSite? site = null;
        await using var started = site = await TestSite.StartAsync(
            """{ "version": 1, "flags": { "a": true } }""",
            app =>
            {
                app.Use((http, next) =>
                {
                    http.RequestServices = hasAnotherFace ? new AnotherFace(http.RequestServices) : http.RequestServices;
                    return next(http);
                });
                app.UseRouting();
                app.Use((http, next) =>
                {
                    site!.Rules.SetJson("""{ "version": 2, "flags": { "a": true } }""");
                    return next(http);
                });
                app.MapGet("/", (IGrayEvaluatorSnapshot pinned, IServiceScopeFactory scopes) =>
                {
                    using var inner = scopes.CreateScope();
                    return $"{pinned.Version[0]} {inner.ServiceProvider.GetRequiredService<IGrayEvaluatorSnapshot>().Version[0]}";
                }).RequireGrayFlag("a");
            });

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 1 2"));
    }

    [Test]
    public async Task Accessor_OfTheAppsOwn_StaysWhenAddedAfter()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", () => "in").RequireGrayFlag("beta"),
            flags => flags.AddAspNetCore().AddContextAccessor<AlwaysAna>().AddAspNetCore());

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 in"));
    }

    [TestCase("")]
    [TestCase("X Region")]
    public void RegionHeader_ThatIsNone_FailsTheStart(string header) => Assert.That(
        async () => await TestSite.StartAsync(Rules, _ => { }, flags => flags.AddAspNetCore(o => o.RegionHeader = header)),
        Throws.TypeOf<OptionsValidationException>().With.Message.Contains("RegionHeader"));

    private static Task<TestSite> StartAsync(Action<GrayAspNetCoreOptions>? configure) =>
        TestSite.StartAsync(Rules, app => app.MapContext(), flags => flags.AddAspNetCore(configure), HeaderAuthentication.AddTo);

    private sealed class AroundEverything(Action ended) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, following) =>
            {
                try
                {
                    await following(http);
                }
                catch (InvalidOperationException)
                {
                    http.Response.StatusCode = 500;
                }

                ended();
            });
            next(app);
        };
    }

    // As containers of others give one to a scope.
    private sealed class AnotherFace(IServiceProvider scope) : IServiceProvider
    {
        public object? GetService(Type serviceType) => scope.GetService(serviceType);
    }

    private sealed class AlwaysAna : IGrayContextAccessor
    {
        public GrayContext? Context { get; } = new("ana");
    }
}
