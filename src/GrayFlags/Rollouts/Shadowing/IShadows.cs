namespace GrayFlags.Rollouts.Shadowing;

/// <summary>Runs upgraded calls beside original ones; see <c>ShadowRunner</c>, of which this is what rollouts use.</summary>
internal interface IShadows
{
    bool IsSampled(double share);

    bool TryRun<T>(string flag, Task<T> original, Func<CancellationToken, Task<T>> upgraded, Func<T, T, bool>? equal, Action<ShadowResult>? report);
}
