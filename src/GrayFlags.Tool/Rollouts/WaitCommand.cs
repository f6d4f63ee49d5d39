using System.CommandLine;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary><c>grayflags rollout wait</c>: until a stage or the end, so that a pipeline can stand on it.</summary>
internal static class WaitCommand
{
    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var flag = new Argument<string>("flag") { Description = "The flag." };
        var until = new Option<string>("--until")
        {
            Description = "What to wait for: completed, stage:NAME or stage:NUMBER, from 1.", HelpName = "point", DefaultValueFactory = static _ => "completed",
        };
        var timeout = new Option<string>("--timeout")
        {
            Description = "The longest wait, such as 30m or 6h.", HelpName = "duration", DefaultValueFactory = static _ => "30m",
        };
        var every = new Option<string>("--every")
        {
            Description = "The time between two looks.", HelpName = "duration", DefaultValueFactory = static _ => "5s",
        };
        var patient = new Option<bool>("--through-people")
        {
            Description = "Waits on while the rollout is paused, withheld or waits for an approval. Default: ends with 4 or 5, as only a person can help.",
        };
        var options = new ApiOptions();
        var command = new Command("wait", "Waits until a rollout has reached a stage or its end; fails when it is rolled back, or when only a person can help.")
        {
            flag, until, timeout, every, patient,
        };
        options.AddTo(command);
        command.SetAction(parsed => Calls.Run(async () =>
        {
            var target = WaitTarget.Parse(parsed.GetValue(until)!);
            var (longest, pause) = (Durations.Parse("--timeout", parsed.GetValue(timeout)!), Durations.Parse("--every", parsed.GetValue(every)!));
            using var api = options.Open(parsed);
            var wait = new Wait(api, parsed.GetValue(flag)!, target, parsed.GetValue(patient), clock, terminal);
            var (outcome, rollout) = await wait.RunAsync(longest, pause).ConfigureAwait(false);
            Report(terminal, options.IsJson(parsed), outcome, rollout);
            return CodeOf(outcome);
        }));
        return command.With(
            terminal,
            "# 0: reached, 1: rolled back or cancelled, 3: the time is up, 4: paused or withheld, 5: waits for an approval.",
            "grayflags rollout wait new-checkout --until completed --timeout 6h --url https://ops.shop.example/flags");
    }

    private static int CodeOf(WaitOutcome outcome) => outcome switch
    {
        WaitOutcome.Reached => ExitCode.Success,
        WaitOutcome.RolledBack => ExitCode.Problems,
        WaitOutcome.TimedOut => ExitCode.TimedOut,
        WaitOutcome.Paused => ExitCode.Paused,
        _ => ExitCode.NeedsApproval,
    };

    private static void Report(Terminal terminal, bool isJson, WaitOutcome outcome, Rollout? rollout)
    {
        if (isJson)
        {
            terminal.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("outcome", Words(outcome).Json);
                if (rollout is not null)
                {
                    json.WritePropertyName("rollout");
                    rollout.Json.WriteTo(json);
                }

                json.WriteEndObject();
            });
            return;
        }

        if (rollout is not null)
        {
            terminal.Out.WriteLine(Visible.Line(rollout.ToString()));
        }

        if (outcome != WaitOutcome.Reached)
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine($"grayflags: {Words(outcome).Text}");
        }
    }

    private static (string Json, string Text) Words(WaitOutcome outcome) => outcome switch
    {
        WaitOutcome.Reached => ("reached", ""),
        WaitOutcome.RolledBack => ("rolledBack", "the rollout was rolled back or cancelled"),
        WaitOutcome.TimedOut => ("timedOut", "the time is up"),
        WaitOutcome.Paused => ("paused", "the rollout is paused or withheld, and only a person resumes it"),
        _ => ("needsApproval", "the stage waits for an approval"),
    };
}
