using GrayFlags.Bucketing;
using GrayFlags.Documents.Problems;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Logs attributes that operators cannot read: each flag and attribute once, a few lines a minute at most.</summary>
/// <remarks>Never logs the value, which may be personal data. Both names come from documents, so their number is bounded by the rules.</remarks>
internal sealed class UnreadableAttributeLog(TimeProvider clock, ILogger logger)
{
    private readonly NewsFilter _news = new(clock, linesAMinute: 10);
    private long _count;

    /// <summary>The number of answers that met such an attribute.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Report(string flag, ulong flagHash, string attribute, ulong attributeHash)
    {
        Interlocked.Increment(ref _count);
        var pair = ((flagHash ^ (attributeHash * GoldenRatio.Fraction)) * GoldenRatio.Fraction) | 1;
        if (_news.IsDue(pair, out var suppressed))
        {
            Log.UnreadableAttribute(logger, LogSafeText.Name(flag), LogSafeText.Name(attribute), suppressed);
        }
    }
}
