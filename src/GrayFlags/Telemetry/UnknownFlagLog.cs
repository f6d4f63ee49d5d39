using GrayFlags.Documents.Problems;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Logs calls for unknown flags: each name once, at most one line a minute.</summary>
internal sealed class UnknownFlagLog(TimeProvider clock, ILogger logger)
{
    private readonly NewsFilter _news = new(clock, linesAMinute: 1);
    private long _count;

    /// <summary>The number of calls for unknown flags.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts a call; true when a line is due, which then has to be written.</summary>
    /// <param name="hash">A hash of the requested name that is the same in every call.</param>
    /// <param name="suppressed">The number of calls since the last line.</param>
    public bool IsDue(ulong hash, out long suppressed)
    {
        Interlocked.Increment(ref _count);
        return _news.IsDue(hash, out suppressed);
    }

    /// <param name="flag">The requested name, which may come from input.</param>
    /// <param name="near">The name that was probably meant, or null.</param>
    /// <param name="suppressed">The number of calls since the last line.</param>
    public void Write(string flag, string? near, long suppressed) =>
        Log.UnknownFlag(logger, LogSafeText.Name(flag), suppressed, near is null ? "" : $" Did you mean '{near}'?");
}
