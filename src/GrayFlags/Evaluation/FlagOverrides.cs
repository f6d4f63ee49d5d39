using GrayFlags.Rules;

namespace GrayFlags.Evaluation;

/// <summary>The overrides of one evaluator. Each lives in the async flow that made it, so tests that run at once do not see each other's.</summary>
internal sealed class FlagOverrides(EvaluationInterest attention) : IFlagOverrides
{
    private readonly AsyncLocal<FlagOverride?> _innermost = new();
    private int _alive;

    /// <summary>Whether there is one anywhere.</summary>
    public bool Any => Volatile.Read(ref _alive) != 0;

    public IDisposable Begin(string flag, bool enabled, string? variant)
    {
        var begun = new FlagOverride(this, flag, enabled, variant, Innermost());
        Interlocked.Increment(ref _alive);
        attention.Add();
        _innermost.Value = begun;
        return begun;
    }

    /// <summary>The innermost override of a flag in this flow; null where there is none.</summary>
    public FlagOverride? Find(string? flag)
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

    public bool TryFind(string flag, out bool enabled, out string? variant)
    {
        var found = Any ? Find(flag) : null;
        (enabled, variant) = found is null ? (false, null) : (found.Enabled, found.Variant);
        return found is not null;
    }

    public void End(FlagOverride ended)
    {
        Interlocked.Decrement(ref _alive);
        attention.Remove();
        if (ReferenceEquals(_innermost.Value, ended))
        {
            _innermost.Value = Innermost();
        }
    }

    // Those that have ended are let go, or a flow that lives long would keep all of them.
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
