using System.CommandLine;
using System.Net;
using System.Text.Json;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary><c>grayflags rollout approve</c> and the other operations.</summary>
internal static class OperateCommand
{
    public static Command Create(Terminal terminal, string operation, string description)
    {
        var flag = new Argument<string>("flag") { Description = "The flag." };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit: 1 to 500 characters.", HelpName = "text", Required = true };
        var expect = new Option<string?>("--expect")
        {
            Description = IsStop(operation)
                ? "The revision that the rollout has to have: otherwise nothing happens, and the exit code is 1. Default: any, stopping needs no look."
                : "The revision that the rollout has to have: otherwise nothing happens, and the exit code is 1. Default: the one that is read first.",
            HelpName = "revision",
        };
        var options = new ApiOptions();
        var command = new Command(operation, description) { flag, reason, expect };
        options.AddTo(command);
        command.SetAction(parsed => Calls.Run(async () =>
        {
            using var api = options.Open(parsed);
            var path = OperationsApi.PathOf(parsed.GetValue(flag)!);
            var expected = parsed.GetValue(expect);
            if (expected is null && !IsStop(operation))
            {
                expected = Rollout.Of(await api.GetAsync(path).ConfigureAwait(false)).Revision;
            }

            var (status, body) = await api.PostAsync($"{path}/{operation}", parsed.GetValue(reason)!, expected).ConfigureAwait(false);
            return Report(terminal, options.IsJson(parsed), operation, status, body);
        }));
        return command.With(terminal, $"grayflags rollout {operation} new-checkout --reason 'the numbers are good' --url https://ops.shop.example/flags");
    }

    private static bool IsStop(string operation) => operation is "pause" or "rollback" or "cancel";

    private static int Report(Terminal terminal, bool isJson, string operation, HttpStatusCode status, JsonElement body)
    {
        var isDone = status == HttpStatusCode.OK;
        var rollout = isDone ? Rollout.Of(body) : body.TryGetProperty("rollout", out var there) ? Rollout.Of(there) : null;
        var outcome = isDone ? "done" : OperationsApi.Text(body, "code");
        if (isJson)
        {
            terminal.WriteJson(json =>
            {
                json.WriteStartObject();
                json.Field("operation", operation).Field("outcome", outcome);
                if (!isDone)
                {
                    json.WriteString("message", OperationsApi.Text(body, "message"));
                }

                if (rollout is not null)
                {
                    json.WritePropertyName("rollout");
                    rollout.Json.WriteTo(json);
                }

                json.WriteEndObject();
            });
        }
        else
        {
            if (rollout is not null)
            {
                terminal.Out.WriteLine(Visible.Line(rollout.ToString()));
            }

            if (!isDone)
            {
                terminal.Out.Flush();
                terminal.Error.WriteLine($"grayflags: {outcome}: {Visible.Line(OperationsApi.Text(body, "message"))}");
            }
        }

        // Done, not done, or not known.
        return isDone ? ExitCode.Success : OperationsApi.IsTrue(body, "mayHaveHappened") ? ExitCode.Usage : ExitCode.Problems;
    }
}
