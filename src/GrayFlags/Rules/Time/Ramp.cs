using GrayFlags.Bucketing;
using GrayFlags.Documents;

namespace GrayFlags.Rules.Time;

/// <summary>
/// The size of a share as a function of time, in buckets. Whole numbers only, so that it is the same everywhere and never falls where it should rise.
/// </summary>
internal sealed class Ramp
{
    private readonly long[] _at;
    private readonly int[] _of;
    private readonly bool _isLinear;

    private Ramp(IReadOnlyList<RampPointDefinition> points, bool isLinear)
    {
        _at = [.. points.Select(point => point.At.UtcTicks)];
        _of = [.. points.Select(point => (int)(point.Of * (Bucket.Count / 100m)))];
        _isLinear = isLinear;
    }

    /// <summary>The ramp of a percentage; null when it has none.</summary>
    public static Ramp? Of(PercentageDefinition percentage) =>
        percentage.Ramp is { } points ? new(points, percentage.Shape == RampShape.Linear) : null;

    /// <summary>The size of the share at an instant: 0 before the first point, the last point's after it.</summary>
    public int SizeAt(long utcTicks)
    {
        var next = Array.BinarySearch(_at, utcTicks);
        next = next < 0 ? ~next : next + 1;
        if (next == 0)
        {
            return 0;
        }

        var of = _of[next - 1];
        return _isLinear && next < _at.Length ? Between(next - 1, utcTicks) : of;
    }

    /// <summary>The size as it was seen by who has looked at an earlier instant, and at each point since.</summary>
    /// <param name="earlier">The earlier instant.</param>
    /// <param name="utcTicks">The instant.</param>
    public int SizeSince(long earlier, long utcTicks)
    {
        var next = Array.BinarySearch(_at, utcTicks);
        next = next < 0 ? ~next : next + 1;
        return SizeAt(next == 0 ? utcTicks : Math.Max(earlier, _at[next - 1]));
    }

    /// <summary>The next instant at which the size is to be looked at again; null after the last point.</summary>
    /// <param name="utcTicks">The instant after which to look.</param>
    /// <param name="look">The instant at which a size that changes all the time is looked at again.</param>
    public long? NextChange(long utcTicks, long look)
    {
        var next = Array.BinarySearch(_at, utcTicks);
        next = next < 0 ? ~next : next + 1;
        return next == _at.Length ? null
            : _isLinear && next > 0 && _of[next - 1] != _of[next] ? Math.Min(_at[next], look)
            : _at[next];
    }

    public override string ToString() => _isLinear ? "linear ramp" : "ramp in steps";

    // Rounded down, also on the way down: counted from the lower of its two ends.
    private int Between(int point, long utcTicks)
    {
        int of = _of[point], next = _of[point + 1];
        var (rise, since) = next >= of ? (next - of, utcTicks - _at[point]) : (of - next, _at[point + 1] - utcTicks);

        // A product of up to 78 bits; where it fits in 64, which is for ramps of up to half a year, the division is the machine's own.
        return Math.Min(of, next) + (int)((UInt128)(uint)rise * (ulong)since / (ulong)(_at[point + 1] - _at[point]));
    }
}
