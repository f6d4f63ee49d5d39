using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Tool.Rules;

/// <summary>An evaluator of one document at a time that the caller sets.</summary>
internal static class RuleEvaluator
{
    /// <summary>Creates an evaluator that answers as an app with this document would.</summary>
    /// <param name="document">The document, which is good.</param>
    /// <param name="clock">The clock that rules see.</param>
    public static GrayEvaluator Create(FlagDocument document, TimeProvider clock) => GrayEvaluator.Create(builder =>
    {
        builder.AddProvider(new InMemoryRuleProvider(document));
        builder.Services.AddSingleton(clock);
    });
}
