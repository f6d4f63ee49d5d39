using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>A site with a rollout of the flag x at 50 %, whose clock is the test's own, and what its guards have seen.</summary>
internal sealed class OutcomeSite : IAsyncDisposable
{
    public const string Flag = "x";

    private const string Warm = "/warm";

    // More than the age at which calls are judged, which follows a slow control.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    private OutcomeSite(TestSite site, ManualTimeProvider time) => (Site, Time) = (site, time);

    public TestSite Site { get; }

    public ManualTimeProvider Time { get; }

    public IGrayRollouts Rollouts => Site.Services.GetRequiredService<IGrayRollouts>();

    public RolloutStatus Status => Rollouts.GetStatus(Flag)!;

    public RolloutPhase Phase => Status.Record.Phase;

    public static async Task<OutcomeSite> StartAsync(
        Action<WebApplication> map,
        Action<GrayAspNetCoreOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<IGrayFlagsBuilder>? flags = null,
        bool isReal = false,
        bool isWarm = true,
        string hold = "100.00:00:00")
    {
        var time = new ManualTimeProvider();
        var site = await TestSite.StartAsync(
            $$"""
            { "flags": { "x": { "rollout": {
                "stages": [ { "name": "half", "percentage": 50, "hold": "{{hold}}" }, { "name": "all", "percentage": 100 } ],
                "guards": { "errors": { "metric": "error" } } } } } }
            """,
            app =>
            {
                if (isWarm)
                {
                    app.MapGet(Warm, (IGrayEvaluator asked) => asked.IsEnabled(Flag));
                }

                map(app);
            },
            added =>
            {
                added.AddAspNetCore(options);
                flags?.Invoke(added);
            },
            added =>
            {
                added.AddSingleton<TimeProvider>(time);
                HeaderAuthentication.AddTo(added);
                services?.Invoke(added);
            },
            isReal);
        time.Advance(TimeSpan.FromSeconds(1));
        if (isWarm)
        {
            // From the first question on requests are watched from their begin.
            await site.GetAsync(Warm, ("Test", "first"));
        }

        return new OutcomeSite(site, time);
    }

    /// <summary>The first of some users who are in an arm.</summary>
    public IEnumerable<string> UsersOf(GrayArm arm, string prefix = "u") => Enumerable.Range(0, int.MaxValue).Select(index => $"{prefix}{index}").Where(user =>
        Site.Services.GetRequiredService<IGrayEvaluator>().IsEnabled(Flag, new GrayContext(user)) == (arm == GrayArm.Canary));

    /// <summary>Lets all calls be judged.</summary>
    public void Settle() => Time.Advance(Settled);

    /// <summary>What became of one request: the verdict that the guards took.</summary>
    public async Task<string> VerdictAsync(Func<Task> call)
    {
        Settle();
        var before = Sum();
        await call();
        Settle();
        var after = Sum();
        return (after.Calls - before.Calls, after.Failures - before.Failures, after.Ignored - before.Ignored) switch
        {
            (0, 0, 0) => "nothing",
            (1, 0, 0) => nameof(GrayVerdict.Success),
            (1, 1, 0) => nameof(GrayVerdict.Failure),
            (0, 0, 1) => nameof(GrayVerdict.Ignore),
            var counts => counts.ToString(),
        };
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    private (long Calls, long Failures, long Ignored) Sum()
    {
        var (canary, control) = (Status.Canary, Status.Control);
        return (canary.Calls + control.Calls, canary.Failures + control.Failures, canary.Ignored + control.Ignored);
    }
}
