using GrayFlags.Dashboard.Telemetry;
using GrayFlags.Dashboard.Wire;
using GrayFlags.Documents.Problems;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Dashboard.Endpoints;

/// <summary>The steps of rollouts, and the operations that were asked of the dashboard in this process, with who and why. Thread-safe.</summary>
/// <remarks>Every operation is a line of the log, too, also one that failed. The memory is what the page shows; the log is what lasts.</remarks>
internal sealed class AuditTrail(IGrayRollouts rollouts, TimeProvider clock, ILoggerFactory loggers)
{
    public const string Rollout = "rollout";

    private const int Kept = 1_000;

    private readonly object _gate = new();
    private readonly Queue<AuditEntry> _entries = new();
    private readonly ILogger _logger = loggers.CreateLogger(DashboardLog.Category);

    public void Done(string kind, string target, string by, string operation, string reason)
    {
        Log.OperationDone(_logger, LogSafeText.Name(by), operation, LogSafeText.Name(target), LogSafeText.Sentence(reason));

        // A rollout keeps its own steps, in its store.
        if (kind == Rollout)
        {
            return;
        }

        lock (_gate)
        {
            if (_entries.Count == Kept)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(new AuditEntry(clock.GetUtcNow(), kind, target, by, operation, reason));
        }
    }

    /// <summary>Notes an operation that found nothing to do; pages show what was done only.</summary>
    public void Idle(string target, string by, string operation, string reason) =>
        Log.OperationIdle(_logger, LogSafeText.Name(by), operation, LogSafeText.Name(target), LogSafeText.Sentence(reason));

    public void Failed(string target, string by, string operation, string reason, string failure, Exception? exception = null) =>
        Log.OperationFailed(
            _logger, exception, LogSafeText.Name(by), operation, LogSafeText.Name(target), LogSafeText.Sentence(reason), LogSafeText.Sentence(failure));

    /// <summary>Notes an operation that may have happened.</summary>
    public void Unknown(string target, string by, string operation, string reason, string failure, Exception? exception = null) =>
        Log.OperationUnknown(
            _logger, exception, LogSafeText.Name(by), operation, LogSafeText.Name(target), LogSafeText.Sentence(reason), LogSafeText.Sentence(failure));

    /// <summary>The newest first.</summary>
    public List<AuditEntry> Before(DateTimeOffset? before, string? flag, int count)
    {
        var steps = rollouts.GetAll().SelectMany(status => status.Record.Changes).Select(change => new AuditEntry(
            change.At, Rollout, change.Flag, change.By, $"{change.From} → {change.To}, {change.Stage}", change.Reason));
        List<AuditEntry> own;
        lock (_gate)
        {
            own = [.. _entries];
        }

        return
        [
            .. steps.Concat(own)
                .Where(entry => before is null || entry.At < before)
                .Where(entry => flag is null || string.Equals(entry.Target, flag, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(entry => entry.At)
                .Take(count),
        ];
    }
}
