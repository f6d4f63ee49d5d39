using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Shadowing;

/// <summary>The upgraded handler beside the original one: what is compared and said, and that nobody who asks feels it.</summary>
public sealed class ShadowTests
{
    private const string Rules = """{ "version": 1, "flags": { "v2": { "rules": { "ana": { "users": ["ana"] } } }, "other": true } }""";

    // Long, since a slow machine is not what these tests are about.
    private static readonly TimeSpan ShadowTimeout = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _clock = new();

    [TestCase("same", "same", "v2 match", null)]
    [TestCase("same", "other", "v2 mismatch", "status 200 and bodies of 4 against 5 bytes")]
    [TestCase("same", "!404", "v2 mismatch", "status 200 against 404")]
    [TestCase("same", "!throw", "v2 mismatch", "it threw InvalidOperationException")]
    [TestCase("!throw", "same", "v2 mismatch", "the original one threw, the upgraded one did not")]
    [TestCase("!throw", "!throw", "v2 match", null)]
    [TestCase("same", "!long", "v2 mismatch", "the upgraded body is longer than what is compared")]
    public async Task Versions_AreCompared(string original, string upgraded, string verdict, string? difference)
    {
        await using var site = await StartAsync(app => app.MapGrayUpgrade("/", "v2", Version(original), Version(upgraded)).WithShadow(1));
        using var counts = new ShadowCounts(site.Services);
        using var response = await site.SendAsync("/");

        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { verdict }));
        Assert.That((int)response.StatusCode, Is.EqualTo(original == "!throw" ? 500 : 200));
        Assert.That(Lines(site), difference is null ? Is.Empty : Has.One.Contains($"'v2' differs: {difference}."));
    }

    [Test]
    public async Task WhoGetsTheUpgradedVersion_IsInNoShadow()
    {
        await using var site = await StartAsync(app => app.MapGrayUpgrade("/", "v2", () => "old", () => "new").WithShadow(1));
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/", ("Test", "ana")), Is.EqualTo("200 new"));
        Assert.That(await site.GetAsync("/", ("Test", "bo")), Is.EqualTo("200 old"));
        Assert.That(await counts.WaitAsync(), Has.Count.EqualTo(1), "bo's alone");
    }

    // A handler may say by which route it was reached.
    [Test]
    public async Task EndpointOfTheCopy_IsARoute()
    {
        await using var site = await StartAsync(app => app.MapGet("/routes/{id}", (HttpContext http) =>
            http.GetEndpoint() is RouteEndpoint route ? $"{route.RoutePattern.RawText} {route.Order} {route.DisplayName}" : "none").WithGrayShadow("v2", 1));
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/routes/1"), Does.StartWith("200 /routes/{id} 0"));
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 match" }));
    }

    // Everything that a handler may ask of a request, asked by both.
    [TestCase(false)]
    [TestCase(true)]
    public async Task CopiedRequest_IsTheRequest(bool isReal)
    {
        await using var site = await StartAsync(
            app => app.MapGroup("/g/{group}").MapGrayUpgrade("/{id:int}", "v2", Shown, Shown, ["POST"]).WithShadow(1, o =>
            {
                o.Methods.Add("POST");
                o.Equal = (one, other) => one.ContentType == other.ContentType && one.Body.Span.SequenceEqual(other.Body.Span);
            }),
            isReal: isReal);
        using var counts = new ShadowCounts(site.Services);
        using var content = new StringContent("""{"text":"näme"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/g/a/7?q=1&q=2") { Content = content };
        request.Headers.Add("X-One", "1");
        request.Headers.Add("Cookie", "c=d");
        request.Headers.Add("Test", "bo plan=pro");
        using var response = await site.Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();

        Assert.That(answer, Does.StartWith("POST http ").And.EndsWith(" /g/a/7 ?q=1&q=2 a 7 1 d näme bo pro bo True"));
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 match" }));

        static string Shown(HttpContext http, string group, int id, IGrayContextAccessor accessor, IGrayEvaluatorSnapshot flags, Sent sent) =>
            $"{http.Request.Method} {http.Request.Scheme} {http.Request.Host} {http.Connection.RemoteIpAddress} {http.TraceIdentifier} {http.Request.Path} "
            + $"{http.Request.QueryString} {group} {id} {http.Request.Headers["X-One"]} {http.Request.Cookies["c"]} {sent.Text} "
            + $"{http.User.Claims.First().Value} {http.User.FindFirst("plan")?.Value} {accessor.Context?.UserId} {flags.IsEnabled("other")}";
    }

    // By the rules that the original had, and with the flag on; but not for anybody else. What stops the flag meanwhile is obeyed: this does not.
    [Test]
    public async Task Shadow_AsksByTheRulesOfTheOriginal()
    {
        TestSite? site = null;
        var seen = new TaskCompletionSource<string>();
        await using var started = site = await StartAsync(app => app.MapGrayUpgrade(
            "/",
            "v2",
            (IGrayEvaluatorSnapshot flags) =>
            {
                site!.Rules.SetJson("""{ "version": 2, "flags": { "v2": { "default": false }, "other": false } }""");
                return $"{flags.IsEnabled("v2")}";
            },
            (IGrayEvaluatorSnapshot flags, IGrayEvaluator live) =>
                seen.SetResult($"{flags.Version[0]} {flags.IsEnabled("v2")} {flags.IsEnabled("other")} {live.IsEnabled("v2")}")).WithShadow(1));

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 False"));
        Assert.That(await seen.Task, Is.EqualTo("1 True True True"));
        Assert.That(site.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("v2"), Is.False);
    }

    [Test]
    public async Task Service_OfTwoVersions_RunsTheUpgradedOneBesideTheOriginal()
    {
        await using var site = await StartAsync(
            app => app.MapGet("/{count}", (int count, IPrices prices) => prices.Of(count)).WithGrayShadow("v2", 1),
            services => services.AddGrayService<IPrices, Twice, Square>("v2"));
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/2"), Is.EqualTo("200 4"));
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 match" }));
        Assert.That(await site.GetAsync("/3"), Is.EqualTo("200 6"));
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 match", "v2 mismatch" }));
        Assert.That(await site.GetAsync("/3", ("Test", "ana")), Is.EqualTo("200 9"));
    }

    [Test]
    public async Task Scope_OfTheShadow_IsItsOwnAndIsDisposed()
    {
        var disposed = new List<string>();
        var both = new CountdownEvent(3);
        await using var site = await StartAsync(
            app => app.MapGrayUpgrade(
                "/",
                "v2",
                (Scoped scoped) => scoped.Name = "old",
                (Scoped scoped, HttpContext http) =>
                {
                    http.Response.RegisterForDispose(new Scoped(disposed, both) { Name = "registered" });
                    return scoped.Name ?? (scoped.Name = "new");
                }).WithShadow(1),
            services => services.AddScoped(_ => new Scoped(disposed, both)));
        await site.GetAsync("/");
        await Task.Run(both.Wait);

        Assert.That(disposed, Is.EquivalentTo(new[] { "old", "new", "registered" }));
    }

    // Who has not said that it may be done twice is not asked twice.
    [Test]
    public async Task OtherMethods_AreRunOnce()
    {
        var runs = 0;
        await using var site =
            await StartAsync(app => app.MapGrayUpgrade("/", "v2", () => "old", () => $"new {Interlocked.Increment(ref runs)}").WithShadow(1));
        using var counts = new ShadowCounts(site.Services);
        using var post = await site.SendAsync(HttpMethod.Post, "/");
        using var delete = await site.SendAsync(HttpMethod.Delete, "/");
        using var head = await site.SendAsync(HttpMethod.Head, "/");

        Assert.That((post.IsSuccessStatusCode, delete.IsSuccessStatusCode, head.IsSuccessStatusCode), Is.EqualTo((true, true, true)));
        Assert.That(await counts.WaitAsync(), Has.Count.EqualTo(1));
        Assert.That(runs, Is.EqualTo(1));
    }

    [TestCase("/long", Description = "the response is too long")]
    [TestCase("/sent", Description = "the request is too long")]
    [TestCase("/unread", Description = "the request was not read")]
    [TestCase("/file", Description = "nobody sees what is sent")]
    public async Task Bodies_ThatCannotBeCompared_AreRunOnceAndArriveWhole(string path)
    {
        using var folder = new TempFolder();
        var file = folder.Write("a.txt", new string('a', 200));
        await using var site = await StartAsync(app =>
        {
            Map("/long", () => Results.Text(new string('a', 200)));
            Map("/sent", async (HttpContext http) => await new StreamReader(http.Request.Body).ReadToEndAsync());
            Map("/unread", () => new string('a', 20));
            Map("/file", () => Results.File(file));

            void Map(string pattern, Delegate original) => app.MapGrayUpgrade(pattern, "v2", original, () => "new").WithShadow(1, o =>
            {
                o.Methods.Add("POST");
                o.MaxBodyBytes = 100;
            });
        });
        using var counts = new ShadowCounts(site.Services);
        for (var count = 0; count < 2; count++)
        {
            using var content = new StringContent(new string('a', 200));
            using var response = await site.Client.PostAsync(new Uri(path, UriKind.Relative), content);
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(new string('a', path == "/unread" ? 20 : 200)));
        }

        Assert.That(counts.SoFar, Is.Empty);
        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 504), Is.EqualTo(1));
    }

    // Each way in which a handler may write goes to the client and to the copy.
    [TestCase(true)]
    [TestCase(false)]
    public async Task EveryWayToWrite_IsSeenAndUnchanged(bool isReal)
    {
        static async Task WriteAsync(HttpContext http)
        {
            var body = http.Response.Body;
            var writer = http.Response.BodyWriter;
            await http.Response.StartAsync();
            "1"u8.CopyTo(writer.GetSpan(1));
            writer.Advance(1);
            "2345"u8.CopyTo(writer.GetMemory(10).Span);
            writer.Advance(2);
            writer.Advance(2);
            await writer.WriteAsync("6"u8.ToArray());
            await writer.FlushAsync();
            await body.WriteAsync("7"u8.ToArray());
            await body.WriteAsync("8"u8.ToArray());
            await body.FlushAsync();
            await http.Response.WriteAsync("9");
            "!"u8.CopyTo(writer.GetSpan(1));
            writer.Advance(1);
        }

        await using var site =
            await StartAsync(app => app.MapGrayUpgrade("/", "v2", WriteAsync, http => http.Response.WriteAsync("123456789!")).WithShadow(1), isReal: isReal);
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 123456789!"));
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 match" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ShadowThatHangs_IsNobodysBusiness(bool isReal)
    {
        var (started, stopped) = (
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var site = await StartAsync(
            app => app.MapGrayUpgrade("/", "v2", () => "old", async (CancellationToken cancellationToken) =>
            {
                using var registration = cancellationToken.Register(stopped.SetResult);
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }).WithShadow(1),
            services => services.AddSingleton<TimeProvider>(_clock),
            isReal);
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 old"), "while the shadow hangs");
        await started.Task;
        _clock.Advance(ShadowTimeout);
        Assert.That(await counts.WaitAsync(), Is.EqualTo(new[] { "v2 timed_out" }));
        await stopped.Task;
        Assert.That(Lines(site), Has.One.Contains("did not end in time"));
    }

    // Places are taken until the gate opens: what is answered meanwhile is answered without them.
    [TestCase(true)]
    [TestCase(false)]
    public async Task Flood_IsAnsweredAndDropped(bool isReal)
    {
        const int requests = 200;
        const int places = 5;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var site = await StartAsync(
            app => app.MapGrayUpgrade("/", "v2", () => "old", async () =>
            {
                await gate.Task;
                return "new";
            }).WithShadow(1),
            services => services.AddGrayFlags(o => (o.ShadowConcurrency, o.ShadowCapacity) = (2, 3)),
            isReal);
        using var counts = new ShadowCounts(site.Services);

        var answers = await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => site.GetAsync("/")));
        await counts.WaitAsync(requests - places);
        gate.SetResult();
        var verdicts = (await counts.WaitAsync(places)).CountBy(verdict => verdict).ToDictionary();

        Assert.That(answers, Is.All.EqualTo("200 old"));
        Assert.That(verdicts, Is.EquivalentTo(new Dictionary<string, int> { ["v2 dropped"] = requests - places, ["v2 mismatch"] = places }));
        Assert.That(Lines(site), Has.Count.EqualTo(1), "one line a minute");
    }

    [Test]
    public async Task Answer_IsOutBeforeTheShadowRuns()
    {
        var hasBegun = false;
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var site = await StartAsync(app => app.MapGrayUpgrade(
            "/",
            "v2",
            async (HttpContext http) =>
            {
                await http.Response.WriteAsync("old");
                await http.Response.CompleteAsync();
                await answered.Task;
                return Results.Empty;
            },
            () => hasBegun = true).WithShadow(1), isReal: true);
        using var counts = new ShadowCounts(site.Services);

        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 old"));
        Assert.That(hasBegun, Is.False, "the client has it, and the shadow waits for the original handler");
        answered.SetResult();
        await counts.WaitAsync();
        Assert.That(hasBegun, Is.True);
    }

    [Test]
    public async Task Share_IsKept()
    {
        var runs = 0;
        await using var site = await StartAsync(app => app.MapGrayUpgrade("/", "v2", () => 0, () => Interlocked.Increment(ref runs)).WithShadow(0.25));
        using var counts = new ShadowCounts(site.Services);
        for (var count = 0; count < 40; count++)
        {
            await site.GetAsync("/");
        }

        await counts.WaitAsync(10);
        Assert.That(runs, Is.EqualTo(10).Within(1));
    }

    [TestCase(-0.1, 1)]
    [TestCase(1.1, 1)]
    [TestCase(double.NaN, 1)]
    [TestCase(0.1, -1)]
    [TestCase(0.1, 16 * 1024 * 1024 + 1)]
    public void Options_OutOfRange_AreRefused(double share, int maxBodyBytes) => Assert.That(
        async () => await StartAsync(app => app.MapGrayUpgrade("/", "v2", () => "old", () => "new").WithShadow(share, o => o.MaxBodyBytes = maxBodyBytes)),
        Throws.InstanceOf<ArgumentException>());

    private static RequestDelegate Version(string text) => http =>
    {
        http.Response.StatusCode = text == "!404" ? 404 : 200;
        return text switch
        {
            "!throw" => throw new InvalidOperationException("S3CR3T-canary"),
            "!long" => http.Response.WriteAsync(new string('a', 100_000)),
            _ => http.Response.WriteAsync(text),
        };
    };

    private static IReadOnlyList<string> Lines(TestSite site) => [.. site.Log.Entries.Where(entry => entry.EventId.Id == 503).Select(entry => entry.Message)];

    private static Task<TestSite> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? services = null, bool isReal = false) =>
        TestSite.StartAsync(
            Rules,
            app =>
            {
                app.UseExceptionHandler(error => error.Run(_ => Task.CompletedTask));
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                map(app);
            },
            services: added =>
            {
                HeaderAuthentication.AddTo(added);

                added.Configure<GrayFlagsOptions>(o => o.ShadowTimeout = ShadowTimeout);
                services?.Invoke(added);
            },
            isReal: isReal);

    internal interface IPrices
    {
        int Of(int count);
    }

    internal sealed record Sent(string Text);

    internal sealed class Twice : IPrices
    {
        public int Of(int count) => 2 * count;
    }

    internal sealed class Square : IPrices
    {
        public int Of(int count) => count * count;
    }

    private sealed class Scoped(List<string> disposed, CountdownEvent all) : IDisposable
    {
        public string? Name { get; set; }

        public void Dispose()
        {
            lock (disposed)
            {
                disposed.Add(Name!);
            }

            all.Signal();
        }
    }
}
