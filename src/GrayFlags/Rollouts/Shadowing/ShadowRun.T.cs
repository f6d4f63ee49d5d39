namespace GrayFlags.Rollouts.Shadowing;

/// <summary>A run with answers of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the answers.</typeparam>
internal sealed class ShadowRun<T>(
    ShadowQueue queue, string flag, Task<T> original, Func<CancellationToken, Task<T>> upgraded, Func<T, T, bool> equal, Action<ShadowResult>? report)
    : ShadowRun(queue, flag, report)
{
    protected override async Task<ShadowResult> CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await upgraded(cancellationToken).ConfigureAwait(false);
            var isEqual = original.IsCompletedSuccessfully && equal(await original.ConfigureAwait(false), answer);
            return new ShadowResult(isEqual ? ShadowVerdict.Match : ShadowVerdict.Mismatch);
        }
        catch (Exception exception)
        {
            return original.IsFaulted ? new ShadowResult(ShadowVerdict.Match) : new ShadowResult(ShadowVerdict.Mismatch, exception);
        }
    }
}
