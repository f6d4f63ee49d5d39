using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GrayFlags.Documents;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Subjects;
using Spectre.Console;

namespace GrayFlags.Tool.Simulate;

/// <summary><c>grayflags simulate --rollout</c>: plays a rollout and shows how it went.</summary>
internal sealed class RolloutRun(Terminal terminal, RolloutOptions options, ParseResult parsed, FlagDocument document, string flag)
{
    private const string Advance = "advance";

    public int Run(Population users, ulong seed, DateTimeOffset at, RuleSettings settings, bool isJson)
    {
        if (document.Flags[flag].Rollout is not { } rollout)
        {
            throw new UsageException($"flag '{flag}' has no rollout");
        }

        var start = rollout.Start is { } given && given > at ? given : at;
        var length = options.Length(parsed);
        var play = new RolloutPlay(WithoutApprovals(out var approved), flag, users, seed)
        {
            Service = options.Service(parsed),
            CallsPerSecond = options.CallsPerSecond(parsed),
            Settings = settings,
        };
        IReadOnlyList<RolloutStep> steps = [];
        Work.Run(terminal, "rollout", (long)length.TotalSeconds, progress => steps = play.Run(start, length, progress));
        var notes = Notes(approved, play).ToArray();
        if (isJson)
        {
            WriteJson(play, start, steps, notes);
        }
        else
        {
            WriteText(play, users, start, steps, notes);
        }

        return ExitCode.Success;
    }

    // Nobody is there to approve: what people would wait for is taken as given.
    private FlagDocument WithoutApprovals(out IReadOnlyList<string> approved)
    {
        var json = JsonNode.Parse(document.ToJson(indented: false))!;
        var names = new List<string>();
        foreach (var stage in json["flags"]![flag]!["rollout"]!["stages"]?.AsArray() ?? [])
        {
            if (stage?[Advance]?.GetValue<string>() == "approval")
            {
                stage.AsObject().Remove(Advance);
                names.Add(stage["name"]!.GetValue<string>());
            }
        }

        approved = names;
        return names.Count == 0 ? document : FlagDocument.Parse(json.ToJsonString());
    }

    private static IEnumerable<string> Notes(IReadOnlyList<string> approved, RolloutPlay play)
    {
        if (approved.Count > 0)
        {
            yield return $"the approval of {string.Join(", ", approved.Select(static name => $"stage '{name}'"))} is taken as given";
        }

        if (play.CanaryCalls == 0)
        {
            yield return "nobody was served the new version: does the audience leave anybody?";
        }
    }

    private void WriteText(RolloutPlay play, Population users, DateTimeOffset start, IReadOnlyList<RolloutStep> steps, string[] notes)
    {
        var service = play.Service;
        Sheet.Line(terminal, $"[bold]{Markup.Escape(flag)}[/]: its rollout, from {Figures.Instant(start)}");
        Sheet.Line(terminal, FormattableString.Invariant($"  {Figures.Of(users.Count!.Value, "user")}, {play.CallsPerSecond * 60:0.##} calls a minute; ")
            + $"failures: {Figures.Percent(service.FailureRate)} of the original, {Figures.Percent(service.CanaryFailureRate)} of the new version");
        SourceNotes.Write(terminal, users);
        Sheet.Line(terminal, "");
        var sheet = new Sheet(terminal);
        sheet.Row(
            new("after", "grey"), new("stage", "grey"), new("share", "grey"), Cell.Number("canary", "grey"), Cell.Number("fail", "grey"),
            Cell.Number("control", "grey"), Cell.Number("fail", "grey"), new("evidence of harm", "grey"), new("waits for", "grey"));
        foreach (var step in steps)
        {
            sheet.Row(Row(step));
        }

        sheet.Write();
        Sheet.Line(terminal, "");
        var end = steps[^1].Status.Record;
        var style = end.Phase switch { RolloutPhase.Completed => "green", RolloutPhase.Running or RolloutPhase.Pending => "yellow", _ => "red" };
        Sheet.Line(terminal, $"[{style}]{Markup.Escape(End(steps[^1]))}[/]");
        Sheet.Line(terminal, $"  the new version served {Figures.Of(play.CanaryCalls, "call")}, of which {Figures.Count(play.CanaryFailures)} failed");
        foreach (var note in notes)
        {
            Sheet.Line(terminal, $"[yellow]note:[/] {Markup.Escape(note)}");
        }
    }

    private static Cell[] Row(RolloutStep step)
    {
        var status = step.Status;
        var guards = status.Guards.Select(static guard => $"{guard.Name} {Figures.Percent(guard.Progress)}");
        return
        [
            Time(step.After),
            status.StageName,
            Cell.Number(status.Percentage.ToString("0.###", CultureInfo.InvariantCulture) + " %"),
            Cell.Number(Figures.Count(status.Canary.Calls)),
            Cell.Number(Figures.Percent(status.Canary.FailureRate)),
            Cell.Number(Figures.Count(status.Control.Calls)),
            Cell.Number(Figures.Percent(status.Control.FailureRate)),
            string.Join(", ", guards),
            new(status.Record.Phase == RolloutPhase.Running ? status.Remaining.Text : Word(status.Record.Phase), "grey"),
        ];
    }

    private static string End(RolloutStep step)
    {
        var record = step.Status.Record;
        return record.Phase switch
        {
            RolloutPhase.Completed => $"completed after {Time(step.After)}",
            RolloutPhase.Pending or RolloutPhase.Running =>
                $"not finished after {Time(step.After)}: stage '{step.Status.StageName}', {step.Status.Remaining.Text}",
            _ => $"{Word(record.Phase)} after {Time(step.After)}: {record.Reason}",
        };
    }

    private static string Word(RolloutPhase phase) => phase switch
    {
        RolloutPhase.RolledBack => "rolled back",
        _ => phase.ToString().ToLowerInvariant(),
    };

    private static string Time(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private void WriteJson(RolloutPlay play, DateTimeOffset start, IReadOnlyList<RolloutStep> steps, string[] notes) => terminal.WriteJson(json =>
    {
        var end = steps[^1];
        json.WriteStartObject();
        json.WriteString("flag", flag);
        json.WriteString("start", Figures.Instant(start));
        json.WriteString("end", Word(end.Status.Record.Phase));
        json.WriteString("reason", end.Status.Record.Reason);
        json.WriteNumber("afterSeconds", end.After.TotalSeconds);
        json.WriteNumber("canaryCalls", play.CanaryCalls);
        json.WriteNumber("canaryFailures", play.CanaryFailures);
        json.WriteStartArray("steps");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteNumber("afterSeconds", step.After.TotalSeconds);
            json.WriteString("phase", Word(step.Status.Record.Phase));
            json.WriteString("stage", step.Status.StageName);
            json.WriteNumber("percentage", step.Status.Percentage);
            json.WriteNumber("canary", step.Status.Canary.Calls);
            json.WriteNumber("canaryFailures", step.Status.Canary.Failures);
            json.WriteNumber("control", step.Status.Control.Calls);
            json.WriteNumber("controlFailures", step.Status.Control.Failures);
            json.WriteStartObject("guards");
            foreach (var guard in step.Status.Guards)
            {
                json.WriteNumber(guard.Name, Math.Round(guard.Progress, 6));
            }

            json.WriteEndObject();
            json.WriteString("waitsFor", step.Status.Remaining.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("notes", notes);
        json.WriteEndObject();
    });
}
