using System.Diagnostics.Metrics;
using GrayFlags.Bucketing;
using GrayFlags.Rules;
using GrayFlags.Rules.Counting;
using GrayFlags.Snapshots;
using GrayFlags.Telemetry;

namespace GrayFlags.Evaluation;

/// <summary>Counts every decision and logs it as an event, while anyone listens.</summary>
internal sealed class EvaluationObserver : IDisposable
{
    // One series for all names that no document defines: they may come from input.
    private const string Other = "_other";

    private readonly OverflowCounters _unknown = new();
    private readonly Metrics _metrics;
    private readonly EvaluationLog _log;
    private readonly RecentContexts? _recents;

    public EvaluationObserver(
        IMeterFactory? meters, SnapshotStore store, Func<GrayFlagsStatus> status, Func<long> unknownFlags, Func<long> unreadableAttributes, EvaluationLog log,
        RecentContexts? recents)
    {
        _recents = recents;
        _metrics = new Metrics(meters, () => Answers(store), status, unknownFlags, unreadableAttributes);
        _log = log;
    }

    /// <summary>True while anyone listens, so that answers have to be counted.</summary>
    public Instrument Counted => _metrics.Counted;

    /// <summary>Records a decision.</summary>
    /// <param name="snapshot">The snapshot that was asked.</param>
    /// <param name="flag">The flag; null when there is none of this name.</param>
    /// <param name="context">The context, as it was given.</param>
    /// <param name="decision">The decision.</param>
    public void Record(FlagSnapshot snapshot, Flag? flag, GrayContext? context, in GrayDecision decision)
    {
        if (Counted.Enabled)
        {
            if (flag is null)
            {
                _unknown.Count(decision);
            }
            else
            {
                snapshot.Flags.Counts.Count(flag, decision);
            }
        }

        _recents?.Add(context);

        // Unknown names may come from input: they are counted but not logged.
        if (flag is not null && _log.IsOn)
        {
            var userHash = context is not null && context.TryGetUserHash(out var hash) ? hash : 0;
            _log.Write(flag.Name, TextHash.Of(flag.Name), context?.UserId, userHash, decision);
        }
    }

    public void Dispose() => _metrics.Dispose();

    private IEnumerable<(string Flag, bool Enabled, DecisionReason Reason, DecisionError Error, long Count)> Answers(SnapshotStore store)
    {
        foreach (var (flag, kind, count) in store.Answers.Read(store.Current.Flags))
        {
            var (enabled, reason, error) = EvaluationKind.Parts(kind);
            yield return (flag.Name, enabled, reason, error, count);
        }

        var unknown = new long[EvaluationKind.Count];
        _unknown.AddTo(unknown);
        for (var kind = 0; kind < unknown.Length; kind++)
        {
            if (unknown[kind] > 0)
            {
                var (enabled, reason, error) = EvaluationKind.Parts(kind);
                yield return (Other, enabled, reason, error, unknown[kind]);
            }
        }
    }
}
