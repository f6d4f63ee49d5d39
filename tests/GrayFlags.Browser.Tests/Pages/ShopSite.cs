using System.Text;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>A shop on a real port with the dashboard under /flags. Its clock stands until a test moves it.</summary>
internal sealed class ShopSite : IAsyncDisposable
{
    private const int CallsASecond = 300;

    // Ten batches of 20 to 65 milliseconds.
    private const int Batches = 10;

    private static readonly string[] Busy = ["eta-model", "new-checkout"];

    private readonly WebApplication _app;
    private readonly ManualTimeProvider _clock;
    private readonly List<HttpContext> _streams = [];
    private int _next;

    private ShopSite(WebApplication app, ManualTimeProvider clock, InMemoryRuleProvider rules)
    {
        _app = app;
        _clock = clock;
        File = rules;
    }

    public InMemoryRuleProvider File { get; }

    public string Address => _app.Urls.Single();

    public IGrayRollouts Rollouts => _app.Services.GetRequiredService<IGrayRollouts>();

    public IGrayRules Rules => _app.Services.GetRequiredService<IGrayRules>();

    public IGrayDocuments Documents => _app.Services.GetRequiredService<IGrayDocuments>();

    /// <summary>How many streams of changes are open now.</summary>
    public int OpenStreams
    {
        get
        {
            lock (_streams)
            {
                return _streams.Count;
            }
        }
    }

    public static async Task<ShopSite> StartAsync(string rules = ShopRules.File, string pathBase = "", bool usage = false)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 12, 1, 3, 0, 0, TimeSpan.Zero));
        var provider = new InMemoryRuleProvider();
        provider.SetJson(rules);
        var store = new InMemoryDocumentStore(clock);
        await store.WriteAsync(new StoredDocument("shop", 1, default, "mei", "the first flags", Encoding.UTF8.GetBytes(ShopRules.Stored)), 0, default);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ILoggerFactory>(new RecordingLoggerFactory());
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        TestUsers.AddTo(builder.Services);
        builder.Services.AddGrayFlags(o => o.InstanceName = "web-1")
            .AddProvider(provider)
            .AddDocumentStore(store)
            .AddStoredDocument("shop")
            .AddRolloutStore(new InMemoryRolloutStore())
            .AddDashboard(o =>
                (o.ReadPolicy, o.OperatePolicy, o.PublishPolicy, o.Usage) = ("flags.read", "flags.operate", "flags.publish", usage));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var site = new ShopSite(app, clock, provider);
        if (pathBase.Length > 0)
        {
            app.UsePathBase(pathBase);
        }

        app.Use(site.NoteStreamAsync);
        app.UseRouting();
        app.MapGrayDashboard("/flags");
        await app.StartAsync();
        return site;
    }

    /// <summary>Something of everything: a canary with evidence, a rollout that waits for a person, one that is rolled back, a kill switch.</summary>
    public async Task FillAsync(int seconds = 30)
    {
        await Documents.PublishAsync("shop", Encoding.UTF8.GetBytes(ShopRules.StoredNext), new DocumentChange("mei", "drones for one in twenty", 1));
        Serve(14);
        await Rollouts.PromoteAsync("search-ranking", "li", "start");
        Serve(6);
        await Rollouts.RollbackAsync("search-ranking", "li", "results in the wrong language");
        await Rules.TurnOffAsync("gift-cards", "ann", "fraud, incident 4711");
        await AnnoyAsync(7);
        Serve(seconds);
    }

    /// <summary>Customers call for some seconds; those whom the new model answers are failed by it, some or all.</summary>
    public void Serve(int seconds, double canaryFailures = 0.01)
    {
        var flags = _app.Services.GetRequiredService<IGrayEvaluator>();
        for (var second = 0; second < seconds; second++)
        {
            for (var batch = 0; batch < Batches; batch++)
            {
                var calls = Enumerable.Range(0, CallsASecond / Batches).Select(_ => new GrayContext($"customer-{_next++ % 50_000}"))
                    .SelectMany(context => Busy.Select(flag => (Flag: flag, Number: _next, Outcome: flags.Begin(flag, context)))).ToList();
                Pass(TimeSpan.FromMilliseconds(20 + (5 * batch)));
                calls.ForEach(call => End(call.Outcome, call.Number, call.Outcome.Enabled && call.Flag == "eta-model" ? canaryFailures : 0.01));
            }

            Pass(TimeSpan.FromMilliseconds(575));
        }
    }

    /// <summary>Fails customers until a guard acts, and lets what it has seen be written down.</summary>
    public void Break(double canaryFailures)
    {
        for (var second = 0; second < 120 && Rollouts.GetStatus("eta-model")!.Record.Phase == RolloutPhase.Running; second++)
        {
            Serve(1, canaryFailures);
        }

        Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>Ends every stream of changes in the middle.</summary>
    public void CutStreams()
    {
        lock (_streams)
        {
            _streams.ForEach(stream => stream.Abort());
        }
    }

    public void Pass(TimeSpan time) => _clock.Advance(time);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    // Some who have the new model say that they do not like it.
    private async Task AnnoyAsync(int customers)
    {
        var flags = _app.Services.GetRequiredService<IGrayEvaluator>();
        var feedback = _app.Services.GetRequiredService<IGrayFeedback>();
        foreach (var customer in Enumerable.Range(0, 1_000).Select(number => new GrayContext($"customer-{number}"))
            .Where(customer => flags.IsEnabled("eta-model", customer)).Take(customers).ToList())
        {
            await feedback.ReportAsync("eta-model", customer, new GrayFeedback { Negative = true });
        }
    }

    private async Task NoteStreamAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        lock (_streams)
        {
            _streams.Add(http);
        }

        try
        {
            await next(http);
        }
        finally
        {
            lock (_streams)
            {
                _streams.Remove(http);
            }
        }
    }

    private static void End(GrayOutcome outcome, int number, double failures)
    {
        if (Share(number, 1) < failures)
        {
            outcome.Fail();
            return;
        }

        outcome.Score(0.7 + (0.3 * Share(number, 3)));
    }

    // The same calls fail on every run.
    private static double Share(int call, int salt) => ((call * 2_654_435_761L) + (salt * 40_503L)) % 10_007 / 10_007.0;
}
