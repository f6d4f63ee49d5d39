using GrayFlags.Compilation;
using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Tool.Rules;

/// <summary>An evaluator of one document at a time that the caller sets.</summary>
internal static class RuleEvaluator
{
    /// <summary>Creates an evaluator that answers as an app with this document would.</summary>
    /// <param name="document">The document, which is good.</param>
    /// <param name="clock">The clock that rules see.</param>
    /// <param name="settings">What else rules see.</param>
    /// <param name="hasOperator">True when an operator sets the stages of rollouts, false when the clock does where it can.</param>
    /// <exception cref="GrayDocumentException">The document has problems.</exception>
    public static GrayEvaluator Create(FlagDocument document, TimeProvider clock, RuleSettings settings, bool hasOperator = false)
    {
        if (hasOperator)
        {
            return Create(document, clock, settings, new InMemoryRolloutStore());
        }

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

    private static GrayEvaluator Create(FlagDocument document, TimeProvider clock, RuleSettings settings, IRolloutStore? store) =>
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
            });
            foreach (var (name, parameters) in OwnConditions.In(document).Where(static condition => NameRules.IsName(condition.Key)))
            {
                builder.AddCondition(name, new StandInCondition(settings.Conditions.GetValueOrDefault(name), parameters));
            }
        });
}
