using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Logs attributes that operators cannot read: each flag and attribute once, a few lines a minute at most, in a fixed amount of memory.</summary>
/// <remarks>Never logs the value, which may be personal data. Both names come from documents, so their number is bounded by the rules.</remarks>
internal sealed class UnreadableAttributeLog(TimeProvider clock, ILogger logger)
{
    // Logged pairs, as hashes in a fixed table; a pair that shares a slot with a later one may be logged again.
    private const int Slots = 1024;
    private const int LinesAMinute = 10;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly ulong[] _reported = new ulong[Slots];
    private readonly long _start = clock.GetTimestamp();
    private long _minute;
    private int _lines;
    private long _suppressed;
    private long _count;

    /// <summary>The number of answers that met such an attribute.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Report(string flag, ulong flagHash, string attribute, ulong attributeHash)
    {
        Interlocked.Increment(ref _count);
        var pair = ((flagHash ^ (attributeHash * Golden)) * Golden) | 1;
        ref var slot = ref _reported[(pair >> 32) % Slots];
        if (Volatile.Read(ref slot) == pair)
        {
            return;
        }

        if (!IsAllowed())
        {
            Interlocked.Increment(ref _suppressed);
            return;
        }

        if (Interlocked.Exchange(ref slot, pair) != pair)
        {
            Log.UnreadableAttribute(
                logger, LogText.Shown(flag, LogText.MaxName), LogText.Shown(attribute, LogText.MaxName), Interlocked.Exchange(ref _suppressed, 0));
        }
    }

    // Two threads may both start a new minute, which then gets a few more lines.
    private bool IsAllowed()
    {
        var minute = (long)clock.GetElapsedTime(_start).TotalMinutes;
        if (Interlocked.Exchange(ref _minute, minute) != minute)
        {
            Volatile.Write(ref _lines, 0);
        }

        return Volatile.Read(ref _lines) < LinesAMinute && Interlocked.Increment(ref _lines) <= LinesAMinute;
    }
}
