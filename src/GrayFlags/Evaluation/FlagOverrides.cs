using System.Runtime.CompilerServices;
using GrayFlags.Rules;

namespace GrayFlags.Evaluation;

/// <summary>The overrides of one evaluator. Each lives in the async flow that made it, so tests that run at once do not see each other's.</summary>
internal sealed class FlagOverrides(EvaluationInterest interest)
{
    private readonly AsyncLocal<FlagOverride?> _innermost = new();
    private int _alive;

    public IDisposable Begin(string flag, Serve serve)
    {
        var begun = new FlagOverride(this, flag, serve, Innermost());
        Interlocked.Increment(ref _alive);
        interest.Add();
        _innermost.Value = begun;
        return begun;
    }

    /// <summary>The innermost override of a flag in this flow; null when there is none. One read when there is none anywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlagOverride? Find(string? flag) => Volatile.Read(ref _alive) == 0 ? null : FindInFlow(flag);

    public void End(FlagOverride ended)
    {
        Interlocked.Decrement(ref _alive);
        interest.Remove();
        if (ReferenceEquals(_innermost.Value, ended))
        {
            _innermost.Value = Innermost();
        }
    }

    private FlagOverride? FindInFlow(string? flag)
    {
        for (var candidate = _innermost.Value; candidate is not null; candidate = candidate.Outer)
        {
            if (!candidate.IsEnded && string.Equals(candidate.Flag, flag, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }
        }

        return null;
    }

    // Overrides that have ended are released, or a long-lived flow would keep all of them.
    private FlagOverride? Innermost()
    {
        var innermost = _innermost.Value;
        while (innermost is { IsEnded: true })
        {
            innermost = innermost.Outer;
        }

        return innermost;
    }
}
