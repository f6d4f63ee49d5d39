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
    public static GrayEvaluator Create(FlagDocument document, TimeProvider clock, Surroundings? surroundings = null)
    {
        var around = surroundings ?? new Surroundings();
        return GrayEvaluator.Create(builder =>
        {
            builder.AddProvider(new InMemoryRuleProvider(document));
            builder.Services.AddSingleton(clock);
            builder.Services.Configure<GrayFlagsOptions>(options =>
            {
                options.EnvironmentName = around.Environment;
                options.InstanceName = around.Instance;
            });
            foreach (var (name, parameters) in StandInCondition.In(document))
            {
                builder.AddCondition(name, new StandInCondition(parameters, around.Conditions.GetValueOrDefault(name)));
            }
        });
    }
}
