using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary><c>grayflags rollout status</c>: one rollout, or all.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var flag = new Argument<string?>("flag") { Description = "The flag. Default: all rollouts.", Arity = ArgumentArity.ZeroOrOne };
        var options = new ApiOptions();
        var command = new Command("status", "Shows where rollouts are, and what they wait for.") { flag };
        options.AddTo(command);
        command.SetAction(parsed => Calls.Run(async () =>
        {
            using var api = options.Open(parsed);
            var name = parsed.GetValue(flag);
            var answer = await api.GetAsync(name is null ? "api/rollouts" : OperationsApi.PathOf(name)).ConfigureAwait(false);
            if (options.IsJson(parsed))
            {
                terminal.WriteJson(answer.WriteTo);
            }
            else if (name is null)
            {
                WriteAll(terminal, answer);
            }
            else
            {
                Write(terminal, Rollout.Of(answer));
            }

            return ExitCode.Success;
        }));
        return command.With(
            terminal,
            "grayflags rollout status --url https://ops.shop.example/flags",
            "grayflags rollout status new-checkout --url https://ops.shop.example/flags --json");
    }

    private static void WriteAll(Terminal terminal, JsonElement rows)
    {
        var sheet = new Sheet(terminal, indent: "");
        foreach (var row in rows.EnumerateArray())
        {
            sheet.Row(
                new Cell(OperationsApi.Text(row, "flag"), "bold"),
                new Cell(OperationsApi.Text(row, "phase"), Style(OperationsApi.Text(row, "phase"))),
                new Cell(OperationsApi.Text(row, "stage")),
                Cell.Number(Percent(row.GetProperty("percentage").GetDouble())),
                new Cell(OperationsApi.Text(row, "text"), "grey"));
        }

        sheet.Write();
        if (sheet.IsEmpty)
        {
            terminal.Error.WriteLine("grayflags: no flag has a rollout");
        }
    }

    private static void Write(Terminal terminal, Rollout rollout)
    {
        var sheet = new Sheet(terminal, indent: "");
        sheet.Row(new Cell(rollout.Flag, "bold"), new Cell(rollout.Phase, Style(rollout.Phase)));
        sheet.Row("attempt", rollout.Attempt.ToString(CultureInfo.InvariantCulture));
        sheet.Row("stage", $"{rollout.StageName} ({rollout.Stage + 1} of {rollout.Stages.Count}), {Percent(rollout.Percentage)}");
        foreach (var (title, text) in new[] { ("waits for", rollout.Waits), ("reason", rollout.Reason) })
        {
            _ = text.Length > 0 ? sheet.Row(title, text) : sheet;
        }

        sheet.Row("revision", rollout.Revision);
        foreach (var guard in rollout.Json.GetProperty("guards").EnumerateArray())
        {
            var (odds, threshold) = (OperationsApi.Text(guard, "odds"), OperationsApi.Text(guard, "thresholdOdds"));
            sheet.Row($"guard {OperationsApi.Text(guard, "name")}", $"odds {odds}, stops at {threshold}");
        }

        sheet.Write();
    }

    private static string Percent(double percentage) => percentage.ToString("0.###", CultureInfo.InvariantCulture) + " %";

    private static string Style(string phase) => phase switch
    {
        "Running" or "Completed" => "green",
        "Paused" or "Withheld" => "yellow",
        "RolledBack" => "red",
        _ => "",
    };
}
