using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Logs calls for unknown flags: each name once, at most one line a minute, in a fixed amount of memory.</summary>
internal sealed class UnknownFlagLog(TimeProvider clock, ILogger logger)
{
    // Names may come from input. Logged names are kept as hashes in a fixed table; a name that shares a slot
    // with a later one may be logged again, within the rate limit.
    private const int Slots = 1024;
    private const int MaxShown = 128;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ulong[] _reported = new ulong[Slots];
    private long _nextAllowed = long.MinValue;
    private long _suppressed;
    private long _count;

    /// <summary>The number of calls for unknown flags.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts a call; true when a line is due, which then has to be written.</summary>
    /// <param name="hash">A hash of the requested name that is the same in every call.</param>
    /// <param name="suppressed">The number of calls since the last line.</param>
    public bool IsDue(ulong hash, out long suppressed)
    {
        suppressed = 0;
        Interlocked.Increment(ref _count);
        ref var slot = ref _reported[hash % Slots];
        if (Volatile.Read(ref slot) == hash)
        {
            return false;
        }

        var now = clock.GetTimestamp();
        var allowed = Volatile.Read(ref _nextAllowed);
        var next = now + (long)(Interval.TotalSeconds * clock.TimestampFrequency);
        if (now < allowed || Interlocked.CompareExchange(ref _nextAllowed, next, allowed) != allowed)
        {
            Interlocked.Increment(ref _suppressed);
            return false;
        }

        Volatile.Write(ref slot, hash);
        suppressed = Interlocked.Exchange(ref _suppressed, 0);
        return true;
    }

    /// <param name="flag">The requested name.</param>
    /// <param name="near">The name that was probably meant, or null.</param>
    /// <param name="suppressed">The number of calls since the last line.</param>
    public void Write(string flag, string? near, long suppressed) =>
        Log.UnknownFlag(logger, Shown(flag), suppressed, near is null ? "" : $" Did you mean '{near}'?");

    // Callers may pass on user input: the text must not forge a line, nor be long.
    private static string Shown(string flag) => string.Create(Math.Min(flag.Length, MaxShown), flag, static (shown, name) =>
    {
        for (var index = 0; index < shown.Length; index++)
        {
            shown[index] = char.IsLetterOrDigit(name[index]) || char.IsPunctuation(name[index]) || name[index] == ' ' ? name[index] : '?';
        }
    });
}
