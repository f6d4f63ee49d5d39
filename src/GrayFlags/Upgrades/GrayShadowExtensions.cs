using GrayFlags.Evaluation;

namespace GrayFlags;

/// <summary>Shadows of upgraded code that the app runs itself, with a <see cref="ShadowRunner"/>.</summary>
public static class GrayShadowExtensions
{
    /// <summary>
    /// The share of calls that may be run a second time with the flag on: 0 where the flag is on already, and where it, or a flag that it requires, is turned
    /// off, rolled back, overridden or unknown. Otherwise that of the stage, where the flag has a rollout whose stages say <c>shadow</c>, and the one given
    /// here where it has none.
    /// </summary>
    /// <remarks>
    /// Ask again before a call that has waited: the flag may have been stopped meanwhile. Leaves no evaluation in metrics, events and guards. Never throws for
    /// what the rules say.
    /// </remarks>
    /// <param name="evaluator">The evaluator.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="context">Who asks; null for <see cref="GrayContext.Anonymous"/>.</param>
    /// <param name="share">The share where the rules say none, 0 to 1.</param>
    /// <returns>The share, 0 to 1.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="evaluator"/> is null.</exception>
    public static double ShadowShare(this IGrayEvaluator evaluator, string flag, GrayContext? context, double share)
    {
        ArgumentNullException.ThrowIfNull(evaluator);

        return evaluator switch
        {
            EvaluationPipeline reader => reader.ShadowShare(flag, context, share),
            GrayEvaluator live => live.ShadowShare(flag, context, share),

            // One that the app has put around it shows what it requires to nobody.
            _ => evaluator.Evaluate(flag, context).IsTried ? share : 0,
        };
    }
}
