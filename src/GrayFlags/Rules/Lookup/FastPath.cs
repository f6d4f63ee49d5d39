using System.Runtime.CompilerServices;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Counting;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rules.Lookup;

/// <summary>The answer of the most frequent kinds of flags: those with nothing left to decide, and those with a share of users and nothing else.</summary>
/// <remarks>Kept in the flag itself. By way of the rules the answer is the same, but needs four more objects and twice the time.</remarks>
internal readonly struct FastPath
{
    private readonly Kind _kind;
    private readonly bool _inside;
    private readonly bool _outside;
    private readonly byte _missingCell;

    // The flag's first counter; of a rollout its index, as its answers are counted as whole decisions.
    private readonly int _number;

    // Of a rollout without its size, which its state knows.
    private readonly Share _share;

    private FastPath(bool always)
    {
        _kind = Kind.Fixed;
        _inside = always;
    }

    private FastPath(Share share, bool inside, bool outside)
    {
        _kind = Kind.UserShare;
        _inside = inside;
        _outside = outside;

        _missingCell = share.NeedsId ? (byte)EvaluationCounters.WithoutId : (byte)EvaluationCounters.Default;
        _share = share;
    }

    private FastPath(RolloutPlan plan)
    {
        _kind = Kind.Rollout;
        _inside = plan.Serve.Enabled;
        _share = new Share(plan.SaltHash, 0, 0);
        _number = plan.Index;
    }

    private FastPath(in FastPath other, int firstCell)
    {
        this = other;
        _number = firstCell;
    }

    private enum Kind : byte
    {
        None,
        Fixed,
        UserShare,
        Rollout,
    }

    /// <summary>True if a rule's share of users gives the answer.</summary>
    public bool IsShare => _kind == Kind.UserShare;

    /// <summary>The answer of a flag whose rules are not asked.</summary>
    public static FastPath Of(Serve always) => new(always.Enabled);

    /// <summary>The answer of a flag that has these rules and no rollout; none when they need more than a share of users.</summary>
    public static FastPath Of(Rule[] rules, Serve otherwise) =>
        rules is [{ Conditions.Length: 0, Percentage: { UserShare: { } share }, Serve.IsFixed: true } rule] && otherwise.IsFixed
            ? new(share, rule.Serve.Enabled, otherwise.Enabled)
            : default;

    /// <summary>The answer of a rollout to a share of users, if neither rules nor regions matter.</summary>
    /// <param name="plan">The rollout, with its index.</param>
    public static FastPath Of(RolloutPlan plan) => new(plan);

    /// <summary>The same, for a flag that counts its answers from this cell on.</summary>
    public FastPath CountedFrom(int firstCell) => _kind == Kind.Rollout ? this : new(this, firstCell);

    /// <param name="context">Who asks; null for nobody.</param>
    /// <param name="rolloutSizes">
    /// The <see cref="RolloutGate.QuickSize"/> of every rollout: side by side, as it is one cache line less to read than by way of their states.
    /// </param>
    /// <param name="on">Whether the flag is on, where it is known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(GrayContext? context, int[] rolloutSizes, out bool on)
    {
        if (_kind >= Kind.UserShare)
        {
            // One way for both, so that neither is the one that the compiler takes for rare.
            var size = _kind == Kind.UserShare ? _share.Size : rolloutSizes[_number];
            on = context is not null && context.TryGetUserHash(out var hash) && IsInside(hash, size) ? _inside : _outside;
            return size >= 0;
        }

        on = _inside;
        return _kind == Kind.Fixed;
    }

    /// <summary>The answer, and the cell in which it is counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(GrayContext? context, out bool on, out int cell)
    {
        if (_kind == Kind.UserShare)
        {
            var isKnown = (context ?? GrayContext.Anonymous).TryGetUserHash(out var hash);
            var isInside = isKnown && IsInside(hash, _share.Size);
            on = isInside ? _inside : _outside;
            cell = _number + (isInside ? EvaluationCounters.Share : isKnown ? EvaluationCounters.Default : _missingCell);
            return true;
        }

        on = _inside;
        cell = _number;
        return _kind == Kind.Fixed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsInside(ulong userHash, int size) => _share.WithSize(size).Covers(_share.BucketOf(userHash));
}
