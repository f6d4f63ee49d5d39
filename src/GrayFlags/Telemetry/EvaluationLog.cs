using System.Security.Cryptography;
using System.Text;
using GrayFlags.Bucketing;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Logs answers as events named by OpenTelemetry's conventions. Thread-safe; uses a fixed amount of memory.</summary>
internal sealed class EvaluationLog(EvaluationEvents which, double sampling, byte[]? contextIdKey, ILogger logger)
{
    // Hashes of logged answers with their flag and user. One that shares a slot with another may be logged again.
    private const int Slots = 8192;
    private const int ContextIdBytes = 16;

    private readonly ulong[] _written = which == EvaluationEvents.Changes ? new ulong[Slots] : [];
    private readonly ulong _threshold = (ulong)(Math.Clamp(sampling, 0, 1) * uint.MaxValue);
    private long _number;

    public bool IsOn => which != EvaluationEvents.None && logger.IsEnabled(LogLevel.Information);

    /// <param name="flag">The flag's name.</param>
    /// <param name="flagHash">The hash of the name.</param>
    /// <param name="userId">The user's id, or null.</param>
    /// <param name="userHash">The hash of the id.</param>
    /// <param name="decision">The answer.</param>
    public void Write(string flag, ulong flagHash, string? userId, ulong userHash, in GrayDecision decision)
    {
        if (which == EvaluationEvents.Changes ? IsNews(Mix(flagHash, userHash), decision) : IsSampled())
        {
            var written = new EvaluationEvent(flag, decision, ContextId(userId));
            logger.Log(LogLevel.Information, EvaluationEvent.Id, written, null, static (written, _) => written.ToString());
        }
    }

    // Sampled evenly, and with the same share at any load: by the well-mixed numbers of the calls.
    private bool IsSampled() => (Mix((ulong)Interlocked.Increment(ref _number), GoldenRatio.Fraction) >> 32) <= _threshold && _threshold > 0;

    private bool IsNews(ulong asked, in GrayDecision decision)
    {
        var answer = Mix(asked, (ulong)decision.GetHashCode());
        ref var slot = ref _written[asked % Slots];
        return Interlocked.Exchange(ref slot, answer) != answer;
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var mixed = (left ^ (right * GoldenRatio.Fraction)) * 0xBF58476D1CE4E5B9;
        return mixed ^ (mixed >> 31);
    }

    // Keyed, so that nobody without the key can test ids.
    private string? ContextId(string? userId)
    {
        if (contextIdKey is null || userId is null)
        {
            return null;
        }

        return Convert.ToHexString(HMACSHA256.HashData(contextIdKey, Encoding.UTF8.GetBytes(userId)).AsSpan(0, ContextIdBytes)).ToLowerInvariant();
    }
}
