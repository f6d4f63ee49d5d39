using GrayFlags.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Benchmarks.Workload;

/// <summary>Evaluators whose flags are all of one kind.</summary>
internal static class Flags
{
    private const int Levels = 8;

    /// <summary>Flags for half of the users by the hash of another system.</summary>
    public static GrayEvaluator Foreign(BucketHash hash, IEnumerable<string> names)
    {
        var flags = names.ToDictionary(
            static name => new string(name.AsSpan()),
            name => WithRule(new RuleDefinition { Percentage = new PercentageDefinition { Of = 50, Hash = hash, Salt = name } }),
            StringComparer.Ordinal);
        return GrayEvaluator.Create(builder => builder.AddProvider(new InMemoryRuleProvider(new FlagDocument { Flags = flags })));
    }

    public static GrayEvaluator Evaluator(WorkKind kind, IEnumerable<string> names, Action<GrayFlagsOptions>? options = null)
    {
        var document = Document(kind, names);
        var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.AddProvider(new InMemoryRuleProvider(document));
            builder.Services.Configure(options ?? (static _ => { }));
            if (kind == WorkKind.FleetRollout)
            {
                builder.AddRolloutStore(new InMemoryRolloutLog());
            }
        });

        // With guards a rollout begins with its first step, on another thread.
        SpinWait.SpinUntil(() => evaluator.Rollouts.GetAll().All(rollout => rollout.Record.Phase == RolloutPhase.Running));
        return evaluator;
    }

    /// <summary>The evaluator of an app that has started, with a dashboard that nobody looks at.</summary>
    public static IGrayEvaluator BehindDashboard(WorkKind kind, IEnumerable<string> names)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddGrayFlags()
            .AddProvider(new InMemoryRuleProvider(Document(kind, names)))
            .AddDashboard(static options => options.AllowAnonymousRead = true);
        var app = builder.Build();
        app.MapGrayDashboard("/flags");
        app.Start();
        return app.Services.GetRequiredService<IGrayEvaluator>();
    }

    private static FlagDocument Document(WorkKind kind, IEnumerable<string> names)
    {
        var definition = Definition(kind);
        return new FlagDocument
        {
            Segments = Segments(kind),
            Flags = names.ToDictionary(name => new string(name.AsSpan()), _ => definition, StringComparer.Ordinal),
        };
    }

    private static FlagDefinition Definition(WorkKind kind) => kind switch
    {
        WorkKind.Plain => true,
        WorkKind.Percentage => WithRule(new RuleDefinition { Percentage = 50 }),
        WorkKind.CountriesAndPercentage => WithRule(new RuleDefinition { Segments = ["listed"], Percentage = 25 }),
        WorkKind.UserList => WithRule(new RuleDefinition { Users = Users.Listed }),
        WorkKind.Window => WithRule(new RuleDefinition { Window = Open }),
        WorkKind.Rollout => new FlagDefinition { Rollout = new RolloutDefinition { Start = DateTimeOffset.UnixEpoch.AddYears(50), Stages = Half } },
        WorkKind.GuardedRollout or WorkKind.FleetRollout => new FlagDefinition
        {
            Rollout =
                new RolloutDefinition { Stages = Half, Guards = new Dictionary<string, GuardDefinition> { ["errors"] = new() { Metric = GuardMetric.Error } } },
        },
        WorkKind.ManyRules => new FlagDefinition { Rules = ManyRules() },
        WorkKind.NestedSegments => WithRule(new RuleDefinition { Segments = [$"level-{Levels}"] }),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };

    private static StageDefinition[] Half => [new() { Name = "half", Percentage = 50, Hold = TimeSpan.FromDays(3_650) }];

    private static WindowDefinition Open => new() { Start = DateTimeOffset.UnixEpoch, End = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero) };

    private static FlagDefinition WithRule(RuleDefinition rule) => new() { Rules = new Dictionary<string, RuleDefinition> { ["rule"] = rule } };

    private static Dictionary<string, RuleDefinition> ManyRules()
    {
        var rules = new Dictionary<string, RuleDefinition>();
        for (var index = 0; index < 30; index++)
        {
            rules.Add($"never-{index:00}", new RuleDefinition { Priority = index, Regions = [$"{index:00}-NEVER"] });
        }

        for (var index = 30; index < 50; index++)
        {
            rules.Add($"some-{index:00}", new RuleDefinition { Priority = index, Percentage = new PercentageDefinition { Of = 5, Salt = $"salt-{index}" } });
        }

        return rules;
    }

    private static Dictionary<string, SegmentDefinition> Segments(WorkKind kind)
    {
        var segments = new Dictionary<string, SegmentDefinition> { ["listed"] = new() { Regions = Users.ListedCountries } };
        if (kind == WorkKind.NestedSegments)
        {
            segments.Add("level-0", new SegmentDefinition { Users = Users.Listed });
            for (var level = 1; level <= Levels; level++)
            {
                segments.Add($"level-{level}", new SegmentDefinition { Segments = [$"level-{level - 1}"] });
            }
        }

        return segments;
    }
}
