namespace GrayFlags.Telemetry;

/// <summary>Lets each thing be logged once, and so many lines a minute, in a fixed amount of memory. Thread-safe.</summary>
/// <remarks>
/// Logged things are kept as hashes in a table; one that shares a slot with a later one may be logged again, within the limit. A minute begins with its first
/// line.
/// </remarks>
internal sealed class NewsFilter(TimeProvider clock, int linesAMinute)
{
    private const int Slots = 1024;
    private const int SlotShift = 54;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ulong[] _logged = new ulong[Slots];
    private readonly long _minute = (long)(Minute.TotalSeconds * clock.TimestampFrequency);
    private long _minuteEnd = long.MinValue;
    private int _lines;
    private long _suppressed;

    /// <summary>True when a line is due, which then has to be written.</summary>
    /// <param name="hash">A hash of the thing, the same at every call; not 0.</param>
    /// <param name="suppressed">The number of calls since the last line that were new and had none.</param>
    public bool IsDue(ulong hash, out long suppressed)
    {
        suppressed = 0;
        ref var slot = ref _logged[hash >> SlotShift];
        if (Volatile.Read(ref slot) == hash)
        {
            return false;
        }

        if (!HasRoom())
        {
            Interlocked.Increment(ref _suppressed);
            return false;
        }

        if (Interlocked.Exchange(ref slot, hash) == hash)
        {
            return false;
        }

        suppressed = Interlocked.Exchange(ref _suppressed, 0);
        return true;
    }

    // Whoever begins a minute has its first line.
    private bool HasRoom()
    {
        var now = clock.GetTimestamp();
        var end = Volatile.Read(ref _minuteEnd);
        if (now < end)
        {
            return Volatile.Read(ref _lines) < linesAMinute && Interlocked.Increment(ref _lines) <= linesAMinute;
        }

        if (Interlocked.CompareExchange(ref _minuteEnd, now + _minute, end) != end)
        {
            return false;
        }

        Volatile.Write(ref _lines, 1);
        return true;
    }
}
