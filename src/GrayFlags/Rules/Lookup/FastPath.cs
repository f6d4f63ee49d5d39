using System.Runtime.CompilerServices;
using GrayFlags.Bucketing;
using GrayFlags.Rules.Counting;
using GrayFlags.Rules.Plans;

namespace GrayFlags.Rules.Lookup;

/// <summary>Whether a flag is on, for the kinds of flags that are asked most: those where nothing is left to decide, and those with a share of users and nothing else.</summary>
/// <remarks>Kept in the flag itself. By way of the rules the answer is the same, and takes four more objects to read and twice as long.</remarks>
internal readonly struct FastPath
{
    private readonly Kind _kind;
    private readonly bool _inside;
    private readonly bool _outside;
    private readonly byte _missingCell;
    private readonly int _firstCell;
    private readonly int _from;
    private readonly uint _size;
    private readonly ulong _saltHash;

    private FastPath(bool always)
    {
        _kind = Kind.Fixed;
        _inside = always;
    }

    private FastPath(ulong saltHash, int from, int size, bool inside, bool outside)
    {
        _kind = Kind.UserShare;
        _inside = inside;
        _outside = outside;

        // A missing id means nothing where nobody is in.
        _missingCell = size == 0 ? (byte)EvaluationCounters.Default : (byte)EvaluationCounters.WithoutId;
        _saltHash = saltHash;
        _from = from;
        _size = (uint)size;
    }

    private FastPath(RolloutPlan plan)
    {
        _kind = Kind.Rollout;
        _inside = plan.Serve.Enabled;
        _saltHash = plan.SaltHash;
        _size = (uint)plan.Index;
    }

    private FastPath(in FastPath other, int firstCell)
    {
        this = other;
        _firstCell = firstCell;
    }

    private enum Kind : byte
    {
        None,
        Fixed,
        UserShare,
        Rollout,
    }

    /// <summary>Whether it is that of a share of users, by a rule.</summary>
    public bool IsShare => _kind == Kind.UserShare;

    /// <summary>The answer of a flag whose rules are not asked.</summary>
    public static FastPath Of(Serve always) => new(always.Enabled);

    /// <summary>The answer of a flag that has these rules; none where they ask for more than a share of users.</summary>
    public static FastPath Of(Rule[] rules, Serve otherwise) =>
        rules is [{ Conditions.Length: 0, Percentage: { UserShare: { } share } } rule]
            ? new(share.SaltHash, share.From, share.Size, rule.Serve.Enabled, otherwise.Enabled)
            : default;

    /// <summary>The answer of a rollout to a share of users, where neither rules nor regions have a say.</summary>
    /// <param name="plan">The rollout, with its index.</param>
    public static FastPath Of(RolloutPlan plan) => new(plan);

    /// <summary>The same, for a flag that counts its answers from this cell on.</summary>
    public FastPath CountedFrom(int firstCell) => new(this, firstCell);

    /// <param name="context">Who asks; null for nobody.</param>
    /// <param name="rolloutSizes">The <see cref="RolloutGate.QuickSize"/> of every rollout: side by side, as it is one cache line less to read than by way of their states.</param>
    /// <param name="on">Whether the flag is on, where it is known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(GrayContext? context, int[] rolloutSizes, out bool on)
    {
        if (_kind >= Kind.UserShare)
        {
            // One way for both, so that neither is the one that the compiler takes for rare.
            var size = _kind == Kind.UserShare ? (int)_size : rolloutSizes[_size];
            on = context is not null && context.TryGetUserHash(out var hash) && Covers(hash, (uint)size) ? _inside : _outside;
            return size >= 0;
        }

        on = _inside;
        return _kind == Kind.Fixed;
    }

    /// <summary>The answer, and where it is counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(GrayContext? context, out bool on, out int cell)
    {
        if (_kind == Kind.UserShare)
        {
            var isKnown = (context ?? GrayContext.Anonymous).TryGetUserHash(out var hash);
            var isInside = isKnown && Covers(hash, _size);
            on = isInside ? _inside : _outside;
            cell = _firstCell + (isInside ? EvaluationCounters.Share : isKnown ? EvaluationCounters.Default : _missingCell);
            return true;
        }

        on = _inside;
        cell = _firstCell;
        return _kind == Kind.Fixed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Covers(ulong userHash, uint size) => (uint)(Bucket.Of(userHash, _saltHash) - _from) < size;
}
