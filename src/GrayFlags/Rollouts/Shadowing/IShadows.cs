namespace GrayFlags.Rollouts.Shadowing;

/// <summary>The part of <c>ShadowRunner</c> that rollouts use.</summary>
internal interface IShadows
{
    bool IsSampled(double share);

    bool TryRun<T>(string flag, Task<T> original, Func<CancellationToken, Task<T>> upgraded, Func<T, T, bool>? equal, Action<ShadowResult>? report);
}
