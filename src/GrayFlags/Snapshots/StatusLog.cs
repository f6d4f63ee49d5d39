using GrayFlags.Documents;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Snapshots;

/// <summary>One line for each change of state, and none for what stays as it was.</summary>
internal static class StatusLog
{
    private const int MaxProblems = 20;

    /// <summary>Whether anything but times differs.</summary>
    public static bool Differs(GrayFlagsStatus before, GrayFlagsStatus after) =>
        before.State != after.State
        || before.Generation != after.Generation
        || !before.Warnings.SequenceEqual(after.Warnings, StringComparer.Ordinal)
        || before.Providers.Zip(after.Providers).Any(pair => Differs(pair.First, pair.Second));

    public static void Write(ILogger logger, GrayFlagsStatus before, GrayFlagsStatus after)
    {
        foreach (var (was, now) in before.Providers.Zip(after.Providers))
        {
            if (Differs(was, now))
            {
                Write(logger, was, now);
            }
        }

        foreach (var warning in after.Warnings.Except(before.Warnings, StringComparer.Ordinal))
        {
            Log.OddDocument(logger, warning);
        }
    }

    private static bool Differs(ProviderStatus before, ProviderStatus after) =>
        before.State != after.State || before.Reason != after.Reason || !before.Problems.SequenceEqual(after.Problems);

    private static void Write(ILogger logger, ProviderStatus was, ProviderStatus now)
    {
        switch (now.State)
        {
            case ProviderState.Good when was.State is ProviderState.Invalid or ProviderState.Waiting or ProviderState.Unavailable:
                Log.ProviderRecovered(logger, now.Name);
                break;
            case ProviderState.Invalid or ProviderState.Waiting when now.ChangedAt is null:
                Log.DocumentRefusedAtStart(logger, now.Name, now.Problems.Count, Lines(now.Problems));
                break;
            case ProviderState.Invalid or ProviderState.Waiting:
                Log.DocumentRefused(logger, now.Name, now.Problems.Count, Lines(now.Problems));
                break;
            case ProviderState.Unavailable when now.ChangedAt is null:
                Log.SourceUnavailableAtStart(logger, now.Name, now.Reason ?? "");
                break;
            case ProviderState.Unavailable:
                Log.SourceUnavailable(logger, now.Name, now.Reason ?? "");
                break;
        }
    }

    private static string Lines(IReadOnlyList<DocumentProblem> problems) =>
        string.Join(" | ", problems.Take(MaxProblems).Select(problem => problem with { Source = null })) + (problems.Count > MaxProblems ? " | …" : "");
}
