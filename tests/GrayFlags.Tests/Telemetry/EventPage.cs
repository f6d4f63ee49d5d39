using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Tests.Telemetry;

/// <summary>The page of all events and metrics, made of the sources of all packages, since no test project can load both.</summary>
internal static partial class EventPage
{
    private const string Head =
        """
        # Events and metrics

        Every event that GrayFlags logs, with its id, level and message, and every metric. An id is never used for another event. The message says when
        the event is logged; each section says by which part.

        This page is generated from the code: `GRAYFLAGS_APPROVE=1 dotnet test --filter EventPageTests` writes it anew.

        """;

    private static readonly (int First, string Title, string When)[] Sections =
    [
        (100, "Evaluation", "By a call that asks for a flag, in the category `GrayFlags`."),
        (110, "Rules and their sources", "When a document arrives, is refused, or goes live, or a source cannot be read."),
        (130, "Start", "When the program starts."),
        (140, "Operators", "When an operator pins rules, turns flags off or accepts a document, and when that cannot be kept."),
        (150, "Evaluation events", "For each evaluation that `EvaluationEvents` selects, in the category `GrayFlags.Evaluation`."),
        (151, "Rollouts", "When a rollout takes a step, and when its guards or its store fail."),
        (200, "JSON files", "By a provider of a JSON file."),
        (210, "Configuration", "By a provider of a configuration section."),
        (220, "HTTP", "By a provider of an address."),
        (240, "State directory", "When something is saved, or read at the start."),
        (260, "Kill switch of a fleet", "By a document store, and what is turned off in it."),
        (270, "Usage", "By what measures usage, with `MeasureUsage`."),
        (500, "ASP.NET Core", "By GrayFlags.AspNetCore, in requests."),
        (600, "PostgreSQL", "By GrayFlags.PostgreSql, in the category `GrayFlags.PostgreSql`."),
        (620, "Redis", "By GrayFlags.Redis, in the category `GrayFlags.Redis`."),
        (700, "Dashboard", "By GrayFlags.Dashboard, in the category `GrayFlags.Dashboard`, when somebody operates there."),
    ];

    // Tags do not show in an instrument; MetricsTests and RolloutMetricsTests read those that are measured.
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["grayflags.evaluations"] = "`feature_flag.key`, `feature_flag.result.reason`, `grayflags.enabled`, `error.type`",
        ["grayflags.provider.failures"] = "`grayflags.provider`",
        ["grayflags.rollout.alarms"] = "`feature_flag.key`",
        ["grayflags.rollout.evidence"] = "`feature_flag.key`, `grayflags.rollout.guard`",
        ["grayflags.rollout.percentage"] = "`feature_flag.key`, `grayflags.rollout.phase`",
        ["grayflags.rollout.samples.missing"] = "`feature_flag.key`",
        ["grayflags.rollout.stage"] = "`feature_flag.key`, `grayflags.rollout.phase`",
        ["grayflags.rollout.steps"] = "`feature_flag.key`, `grayflags.rollout.phase`",
        ["grayflags.shadows"] = "`feature_flag.key`, `grayflags.shadow.verdict`",
    };

    public static IReadOnlyCollection<string> TaggedMetrics => Tags.Keys;

    /// <summary>The events of all packages by their ids.</summary>
    public static IReadOnlyList<EventRow> Events() =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "Log*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Declaration().Matches(File.ReadAllText(path)))
            .Select(match => new EventRow(
                int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture),
                match.Groups["level"].Value,
                match.Groups["name"].Value,
                string.Concat(Literal().Matches(match.Groups["message"].Value).Select(part => Regex.Unescape(part.Groups["text"].Value)))))
            .Append(new EventRow(150, "Information", "feature_flag.evaluation", "The evaluation, with OpenTelemetry's `feature_flag.*` attributes."))
            .OrderBy(row => row.Id),
    ];

    public static string Write(IReadOnlyList<EventRow> events, IEnumerable<Instrument> instruments)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        for (var index = 0; index < Sections.Length; index++)
        {
            var (first, title, when) = Sections[index];
            var end = index + 1 < Sections.Length ? Sections[index + 1].First : int.MaxValue;
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{when}\n\n| Id | Level | Event | Message |\n|---|---|---|---|\n");
            foreach (var row in events.Where(row => row.Id >= first && row.Id < end))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {row.Id} | {row.Level} | `{row.Name}` | {row.Message.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        text.Append("\n## Metrics\n\nOf the meter `GrayFlags`.\n\n| Name | Kind | Unit | Description | Tags |\n|---|---|---|---|---|\n");
        foreach (var instrument in instruments.OrderBy(instrument => instrument.Name, StringComparer.Ordinal))
        {
            var kind = instrument.GetType().Name.Split('`')[0];
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{instrument.Name}` | {kind} | {instrument.Unit} | {instrument.Description} | {Tags.GetValueOrDefault(instrument.Name)} |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex(
        """\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+),\s*(?<message>(?:"(?:[^"\\]|\\.)*"[\s+]*)+)[^\]]*\)\]\s*public"""
            + """ static partial void (?<name>\w+)\(""")]
    private static partial Regex Declaration();

    [GeneratedRegex("\"(?<text>(?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Literal();
}
