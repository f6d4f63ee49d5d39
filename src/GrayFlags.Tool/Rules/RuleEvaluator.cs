using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Tool.Rules;

/// <summary>An evaluator of one document at a time that stands still.</summary>
internal static class RuleEvaluator
{
    /// <summary>Creates an evaluator that answers as an app with this document would.</summary>
    /// <param name="document">The document, which is good.</param>
    /// <param name="at">The time that rules see, which stands still.</param>
    /// <param name="settings">What else rules see.</param>
    /// <param name="hasOperator">True when an operator sets the stages of rollouts, false when the clock does where it can.</param>
    /// <exception cref="GrayDocumentException">The document has problems.</exception>
    public static GrayEvaluator Create(FlagDocument document, DateTimeOffset at, RuleSettings settings, bool hasOperator = false)
    {
        var clock = new PlayClock(at);
        var evaluator = hasOperator ? Create(document, clock, settings, new InMemoryRolloutStore()) : CreateByClock(document, clock, settings);
        if (!hasOperator)
        {
            // What a rollout does first, it does now, and not whenever a timer of the machine comes.
            clock.Advance(TimeSpan.Zero);
        }

        return evaluator;
    }

    private static GrayEvaluator CreateByClock(FlagDocument document, PlayClock clock, RuleSettings settings)
    {
        try
        {
            return Create(document, clock, settings, store: null);
        }
        catch (GrayDocumentException)
        {
            // Rollouts that do not go by the clock alone need a store. A document with other problems has them with a store, too.
            return Create(document, clock, settings, new InMemoryRolloutStore());
        }
    }

    /// <summary>Creates an evaluator on a clock of the caller's.</summary>
    /// <param name="document">The document, which is good.</param>
    /// <param name="clock">The clock that rules and rollouts see.</param>
    /// <param name="settings">What else rules see.</param>
    /// <param name="store">The store of rollouts; null for none.</param>
    /// <param name="limits">The limits of the document. Default: those of apps.</param>
    /// <exception cref="GrayDocumentException">The document has problems.</exception>
    public static GrayEvaluator Create(
        FlagDocument document, TimeProvider clock, RuleSettings settings, IRolloutStore? store, DocumentLimits? limits = null) =>
        GrayEvaluator.Create(builder =>
        {
            builder.AddProvider(new InMemoryRuleProvider(document));
            builder.Services.AddSingleton(clock);
            if (store is not null)
            {
                builder.AddRolloutStore(store);
            }

            builder.Services.Configure<GrayFlagsOptions>(options =>
            {
                options.EnvironmentName = settings.EnvironmentName;
                options.InstanceName = settings.InstanceName;
                options.Limits = limits ?? options.Limits;
            });
            foreach (var (name, parameters) in OwnConditions.In(document).Where(static condition => NameRules.IsName(condition.Key)))
            {
                builder.AddCondition(name, new StandInCondition(settings.Conditions.GetValueOrDefault(name), parameters));
            }
        });
}
