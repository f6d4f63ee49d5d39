using System.Runtime.CompilerServices;
using GrayFlags.Bucketing;

namespace GrayFlags.Rules.Conditions;

/// <summary>A share of all buckets, [from, from + size) under a salt: the one test of percentages, of rollouts and of the fast path.</summary>
/// <param name="saltHash">The hash of the salt, as <see cref="Bucket.Of(ulong, ulong)"/> takes it.</param>
/// <param name="from">The first bucket.</param>
/// <param name="size">The number of buckets, 0 to 100,000.</param>
internal readonly struct Share(ulong saltHash, int from, int size)
{
    public ulong SaltHash => saltHash;

    public int From => from;

    public int Size => size;

    /// <summary>True when an id could change the answer for a context without one: nobody is in an empty share.</summary>
    public bool NeedsId => size > 0;

    /// <summary>The same share at another size, for a ramp or a stage.</summary>
    public Share WithSize(int newSize) => new(saltHash, from, newSize);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BucketOf(ulong unit) => Bucket.Of(unit, saltHash);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Covers(int bucket) => (uint)(bucket - from) < (uint)size;

    /// <summary>True when the context's unit is in the share. Notes its bucket in the frame, or that its id is missing.</summary>
    /// <param name="by">The id that the share goes by.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="unit">The hash of that id.</param>
    /// <param name="hasUnit">True when the context has one.</param>
    public bool Holds(BucketingUnit by, ref EvaluationFrame frame, out ulong unit, out bool hasUnit)
    {
        hasUnit = by.TryGetHash(ref frame, out unit);
        if (!hasUnit)
        {
            frame.SubjectMissing |= NeedsId;
            return false;
        }

        frame.Bucket = BucketOf(unit);
        return Covers(frame.Bucket);
    }
}
