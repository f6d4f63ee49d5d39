using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Writes answers as events with the names of OpenTelemetry's conventions. Thread-safe; what it remembers does not grow.</summary>
internal sealed class EvaluationLog(EvaluationEvents which, double sampling, byte[]? contextIdKey, ILogger logger)
{
    // Answers that were written, each mixed with who asked for what. One that shares a slot with another may be written again.
    private const int Slots = 8192;
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const int ContextIdBytes = 16;

    private readonly ulong[] _written = which == EvaluationEvents.Changes ? new ulong[Slots] : [];
    private readonly ulong _threshold = (ulong)(Math.Clamp(sampling, 0, 1) * uint.MaxValue);
    private long _number;

    public bool IsOn => which != EvaluationEvents.None && logger.IsEnabled(LogLevel.Information);

    /// <param name="flag">The flag's name.</param>
    /// <param name="flagHash">A hash of it.</param>
    /// <param name="userId">Who asked; null for nobody.</param>
    /// <param name="userHash">A hash of it.</param>
    /// <param name="decision">The answer.</param>
    public void Write(string flag, ulong flagHash, string? userId, ulong userHash, in GrayDecision decision)
    {
        if (which == EvaluationEvents.Changes ? IsNews(Mix(flagHash, userHash), decision) : IsSampled())
        {
            var written = new EvaluationEvent(flag, decision, ContextId(userId));
            logger.Log(LogLevel.Information, EvaluationEvent.Id, written, null, static (written, _) => written.ToString());
        }
    }

    // Evenly, and the same share at any load: the numbers of the calls, well mixed.
    private bool IsSampled() => (Mix((ulong)Interlocked.Increment(ref _number), Golden) >> 32) <= _threshold && _threshold > 0;

    private bool IsNews(ulong asked, in GrayDecision decision)
    {
        var answer = Mix(asked, (ulong)decision.GetHashCode());
        ref var slot = ref _written[asked % Slots];
        return Interlocked.Exchange(ref slot, answer) != answer;
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var mixed = (left ^ (right * Golden)) * 0xBF58476D1CE4E5B9;
        return mixed ^ (mixed >> 31);
    }

    // Keyed, so that nobody without the key can try out ids.
    private string? ContextId(string? userId)
    {
        if (contextIdKey is null || userId is null)
        {
            return null;
        }

        return Convert.ToHexString(HMACSHA256.HashData(contextIdKey, Encoding.UTF8.GetBytes(userId)).AsSpan(0, ContextIdBytes)).ToLowerInvariant();
    }
}
