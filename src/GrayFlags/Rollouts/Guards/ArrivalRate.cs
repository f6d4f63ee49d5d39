namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// The rate at which units come that are new to a stage, over the last half to three quarters of it: once most of a small population was met, few are new. Not
/// thread-safe.
/// </summary>
internal sealed class ArrivalRate
{
    private (double At, long Count) _begun;
    private (double At, long Count) _older;
    private (double At, long Count) _newer;

    /// <summary>Begins anew.</summary>
    /// <param name="at">The time, in seconds.</param>
    /// <param name="count">The number of units so far.</param>
    public void Begin(double at, long count) => _begun = _older = _newer = (at, count);

    /// <summary>Notes the number of units.</summary>
    public void Note(double at, long count)
    {
        if (at - _begun.At >= 2 * (_newer.At - _begun.At))
        {
            (_older, _newer) = (_newer, (at, count));
        }
    }

    /// <summary>The time that the rate is of, in seconds.</summary>
    public double Span(double at) => Math.Max(at - _older.At, 0);

    /// <summary>Units a second; 0 when there were none, or before any time has passed.</summary>
    public double Of(double at, long count) => at > _older.At ? Math.Max(count - _older.Count, 0) / (at - _older.At) : 0;
}
