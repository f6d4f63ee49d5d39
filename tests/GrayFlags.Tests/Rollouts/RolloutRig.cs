using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>An evaluator with one flag that has a rollout, on a clock of the test's own.</summary>
internal sealed class RolloutRig : IDisposable
{
    public const string Flag = "f";

    /// <summary>Three watched stages that go on by themselves, seen or not: 10 %, 50 %, all; a minute each. Calls are judged at the age of a second.</summary>
    public const string Guarded = """
        { "stages": [{ "name": "s0", "percentage": 10, "hold": "00:01:00", "minSamples": 0 },
            { "name": "s1", "percentage": 50, "hold": "00:01:00", "minSamples": 0 },
            { "name": "all", "percentage": 100, "hold": "00:01:00", "minSamples": 0 }],
          "settle": "00:00:01", "health": { "noData": "pause", "splitMismatch": "pause", "silentArm": "pause", "noDataAfter": "01:00:00" },
          "onRollback": { "cooldown": "00:10:00", "maxAttempts": 2 }, "guards": { "errors": { "metric": "error" } } }
        """;

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly InMemoryRuleProvider _provider;

    public RolloutRig(string? rollout, IRolloutStore? store = null, ManualTimeProvider? time = null, string node = "a", string rules = "{ }", string more = "")
    {
        Time = time ?? new ManualTimeProvider();
        _provider = new InMemoryRuleProvider(Document(rollout, rules, more));
        Evaluator = TestEvaluator.Create(_provider, Time, Log, options: options => options.InstanceName = node, builder: builder =>
        {
            if (store is not null)
            {
                builder.AddRolloutStore(store);
            }
        });
    }

    public ManualTimeProvider Time { get; }

    public RecordingLoggerFactory Log { get; } = new();

    public GrayEvaluator Evaluator { get; }

    public IGrayRollouts Rollouts => Evaluator.Rollouts;

    public RolloutStatus Status => Rollouts.GetStatus(Flag)!;

    public RolloutRecord Record => Status.Record;

    /// <summary>Where it stands, in a word.</summary>
    public string State => string.Create(CultureInfo.InvariantCulture, $"{Record.Phase} {Record.Stage} of attempt {Record.Attempt}");

    /// <summary>The audit lines of the log.</summary>
    public IEnumerable<LogEntry> Audit => Log.Entries.Where(entry => entry.EventId.Id is 160 or 161 or 162);

    public static GrayContext User(int number) => new(string.Create(CultureInfo.InvariantCulture, $"user-{number}"));

    public void Set(string? rollout, string rules = "{ }", string more = "") => _provider.Set(Document(rollout, rules, more));

    public void Pass(int seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Waits for what an operator asked for, while time passes.</summary>
    public async Task<T> EndAsync<T>(Task<T> call)
    {
        for (var waited = 0; !call.IsCompleted && waited < 10_000; waited++)
        {
            Pass(1);
            await Task.WhenAny(call, Task.Delay(1));
        }

        Assert.That(call.IsCompleted, Is.True, "the call ends");
        return await call;
    }

    /// <summary>Calls of as many users, of whom those in an arm end as asked.</summary>
    public void Calls(int from, int count, Func<GrayOutcome, bool> fails)
    {
        for (var number = from; number < from + count; number++)
        {
            using var outcome = Evaluator.Begin(Flag, User(number));
            if (!fails(outcome))
            {
                outcome.Succeed();
            }
        }
    }

    /// <summary>A canary in which nothing works beside a control in which everything does, until that is seen.</summary>
    public void Break()
    {
        for (var round = 0; Record.Phase is RolloutPhase.Running or RolloutPhase.Paused && round < 20; round++)
        {
            Calls(round * 300, 300, static outcome => outcome.Arm == GrayArm.Canary);
            Pass(1);
        }
    }

    /// <summary>The first user of whom that holds.</summary>
    public int Find(GrayArm arm) => Enumerable.Range(0, 10_000).First(number =>
    {
        using var outcome = Evaluator.Begin(Flag, User(number));
        outcome.Ignore();
        return outcome.Arm == arm;
    });

    /// <summary>The first users who have the flag on.</summary>
    public List<GrayContext> Admitted(int count) =>
        [.. Enumerable.Range(0, 10_000).Select(User).Where(user => Evaluator.IsEnabled(Flag, user)).Take(count)];

    /// <summary>How many of a thousand users have the flag on.</summary>
    public int CountOn() => Enumerable.Range(0, 1_000).Count(number => Evaluator.IsEnabled(Flag, User(number)));

    public void Dispose() => Evaluator.Dispose();

    private static FlagDocument Document(string? rollout, string rules, string more) => FlagDocument.Parse(
        rollout is null
            ? $$"""{ "flags": { "other": true {{more}} } }"""
            : $$"""{ "flags": { "{{Flag}}": { "rules": {{rules}}, "rollout": {{rollout}} } {{more}} } }""");
}
