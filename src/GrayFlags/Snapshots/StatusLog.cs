using GrayFlags.Documents;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>Logs one line for each change of state, and none while the state stays the same.</summary>
/// <remarks>A source that stays down with changing reasons is one outage: its reason is logged again after an hour.</remarks>
internal sealed class StatusLog(ILogger logger)
{
    private const int MaxProblems = 20;

    private static readonly TimeSpan ReasonInterval = TimeSpan.FromHours(1);

    private readonly Dictionary<int, DateTimeOffset> _toldAt = [];

    /// <summary>Indicates whether anything but times differs.</summary>
    public static bool Differs(GrayFlagsStatus before, GrayFlagsStatus after) =>
        before.State != after.State
        || before.Generation != after.Generation
        || before.Pin != after.Pin
        || !before.TurnedOff.SequenceEqual(after.TurnedOff)
        || !before.Warnings.SequenceEqual(after.Warnings, StringComparer.Ordinal)
        || before.Providers.Zip(after.Providers).Any(pair => Differs(pair.First, pair.Second));

    /// <summary>Logs the changes. Called by one thread at a time.</summary>
    public void Write(GrayFlagsStatus before, GrayFlagsStatus after)
    {
        for (var index = 0; index < after.Providers.Count; index++)
        {
            var (was, now) = (before.Providers[index], after.Providers[index]);
            if (Differs(was, now) && IsNews(index, was, now, after.AsOf))
            {
                _toldAt[index] = after.AsOf;
                Write(was, now);
            }
        }

        foreach (var warning in after.Warnings.Except(before.Warnings, StringComparer.Ordinal))
        {
            if (after.Missing.Contains(warning, StringComparer.Ordinal))
            {
                Log.NothingDefined(logger, warning);
            }
            else
            {
                Log.OddDocument(logger, warning);
            }
        }
    }

    private static bool Differs(ProviderStatus before, ProviderStatus after) =>
        before.State != after.State || before.Reason != after.Reason || !before.Problems.SequenceEqual(after.Problems);

    // In either direction: the clock may be set back.
    private bool IsNews(int index, ProviderStatus was, ProviderStatus now, DateTimeOffset time) =>
        was.State != ProviderState.Unavailable
            || now.State != ProviderState.Unavailable
            || (time - _toldAt.GetValueOrDefault(index)).Duration() >= ReasonInterval;

    private void Write(ProviderStatus was, ProviderStatus now)
    {
        switch (now.State)
        {
            case ProviderState.Current when was.State is ProviderState.Held or ProviderState.Unavailable || IsRefused(was):
                Log.ProviderRecovered(logger, now.Name);
                break;
            case ProviderState.Invalid or ProviderState.Waiting when !IsRefused(now):
                break;
            case ProviderState.Invalid or ProviderState.Waiting when now.ChangedAt is null:
                Log.DocumentRefusedAtStart(logger, now.Name, now.Problems.Count, Lines(now.Problems));
                break;
            case ProviderState.Invalid or ProviderState.Waiting:
                Log.DocumentRefused(logger, now.Name, now.Problems.Count, Lines(now.Problems));
                break;
            case ProviderState.Held:
                Log.DocumentHeld(logger, now.Name, now.Reason ?? "");
                break;
            case ProviderState.Unavailable when now.ChangedAt is null:
                Log.SourceUnavailableAtStart(logger, now.Name, now.Reason ?? "");
                break;
            case ProviderState.Unavailable:
                Log.SourceUnavailable(logger, now.Name, now.Reason ?? "");
                break;
        }
    }

    // One that waits without a problem is being compiled: nothing is wrong with it.
    private static bool IsRefused(ProviderStatus status) =>
        status.State == ProviderState.Invalid || status is { State: ProviderState.Waiting, Problems.Count: > 0 };

    // In the form that editors and terminals open, flags.json(12): …; where there is no line, the provider's name stands in the message already.
    private static string Line(DocumentProblem problem) => (problem.Line is null ? problem with { Source = null } : problem).ToString();

    private static string Lines(IReadOnlyList<DocumentProblem> problems) =>
        string.Join(" | ", problems.Take(MaxProblems).Select(Line)) + (problems.Count > MaxProblems ? " | …" : "");
}
