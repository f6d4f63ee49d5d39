namespace GrayFlags;

/// <summary>The seamless upgrade of one call: the flag picks the implementation, and the flag's rollout records the outcome.</summary>
public static class GrayUpgradeExtensions
{
    /// <summary>Makes the original call or the upgraded one, as the flag decides for the context, and records the outcome.</summary>
    /// <remarks>
    /// A call that the caller cancels is not counted. In a stage with a <c>shadow</c> share, a share of the original calls is followed by the upgraded one in
    /// the background: the caller has its answer by then, and neither that answer nor its time depends on it. Only the comparison is kept, for guards on
    /// <c>mismatch</c>; an upgraded call that does not end in time is one. A null argument throws at the call; everything else faults the task.
    /// </remarks>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="evaluator">The evaluator.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="context">Who asks; null for <see cref="GrayContext.Anonymous"/>.</param>
    /// <param name="original">The call as it was.</param>
    /// <param name="upgraded">The call as it is to be.</param>
    /// <param name="options">The reaction to errors, and the comparison of answers; null for the defaults.</param>
    /// <param name="cancellationToken">The caller's, handed to the calls.</param>
    /// <returns>The answer of the call that was made.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="evaluator"/>, <paramref name="original"/> or <paramref name="upgraded"/> is null.</exception>
    public static Task<T> UpgradeAsync<T>(
        this IGrayEvaluator evaluator,
        string flag,
        GrayContext? context,
        Func<CancellationToken, Task<T>> original,
        Func<CancellationToken, Task<T>> upgraded,
        UpgradeOptions<T>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(upgraded);

        return Upgrade(evaluator, flag, context, original, upgraded, options, cancellationToken);
    }

    private static async Task<T> Upgrade<T>(
        IGrayEvaluator evaluator,
        string flag,
        GrayContext? context,
        Func<CancellationToken, Task<T>> original,
        Func<CancellationToken, Task<T>> upgraded,
        UpgradeOptions<T>? options,
        CancellationToken cancellationToken)
    {
        using var outcome = evaluator.Begin(flag, context);
        if (!outcome.Enabled)
        {
            return await Original(outcome, flag, original, upgraded, options, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var answer = await upgraded(cancellationToken).ConfigureAwait(false);
            outcome.Succeed();
            return answer;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome.Abandon();
            throw;
        }
        catch (Exception) when (options?.OnUpgradedError == UpgradeFallback.ToOriginal)
        {
            outcome.Fail();
        }

        return await original(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> Original<T>(
        GrayOutcome outcome,
        string flag,
        Func<CancellationToken, Task<T>> original,
        Func<CancellationToken, Task<T>> upgraded,
        UpgradeOptions<T>? options,
        CancellationToken cancellationToken)
    {
        var shadow = options?.IsFreeOfSideEffects == true ? outcome.TryShadow() : null;
        Task<T>? call = null;
        try
        {
            call = original(cancellationToken);
            var answer = await call.ConfigureAwait(false);
            outcome.Succeed();
            return answer;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome.Abandon();
            throw;
        }
        finally
        {
            // One that threw before it gave a task has answered, too, but with nothing to compare.
            if (call is { IsCompleted: true })
            {
                shadow?.Run(flag, call, upgraded, options!.Equal);
            }
        }
    }
}
