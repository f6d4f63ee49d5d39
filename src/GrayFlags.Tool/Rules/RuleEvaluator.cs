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
    /// <param name="surroundings">What else answers depend on. Default: this process, and conditions of the app's own that do not hold.</param>
    /// <exception cref="GrayDocumentException">The document has problems.</exception>
    public static GrayEvaluator Create(FlagDocument document, TimeProvider clock, Surroundings? surroundings = null)
    {
        var around = surroundings ?? new Surroundings();
        if (around.HasOperator)
        {
            return Create(document, clock, around, new InMemoryRolloutStore());
        }

        try
        {
            return Create(document, clock, around, store: null);
        }
        catch (GrayDocumentException)
        {
            // Rollouts that do not go by the clock alone need a store. A document with other problems has them with a store, too.
            return Create(document, clock, around, new InMemoryRolloutStore());
        }
    }

    private static GrayEvaluator Create(FlagDocument document, TimeProvider clock, Surroundings around, IRolloutStore? store) =>
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
                options.EnvironmentName = around.Environment;
                options.InstanceName = around.Instance;
            });
            foreach (var (name, parameters) in OwnConditions.In(document).Where(static condition => NameRules.IsName(condition.Key)))
            {
                builder.AddCondition(name, new StandInCondition(around.Conditions.GetValueOrDefault(name), parameters));
            }
        });
}
