using System.Text.Json;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Eval;

/// <summary>One line of the cases: who asks for which flag, when, and by which document.</summary>
internal sealed record EvalCase
{
    private static readonly string[] Names = ["document", "format", "flag", "context", "now", "environment", "conditions", "ignoreCase", "fractional"];

    public required string Flag { get; init; }

    /// <summary>The document as it is written. Null: that of the line before.</summary>
    public required JsonElement? Document { get; init; }

    public required EvalSettings Settings { get; init; }

    public required GrayContext Context { get; init; }

    /// <summary>The time of the answer. Null: now.</summary>
    public required DateTimeOffset? Now { get; init; }

    /// <exception cref="BadLineException">Something in it is not of its kind.</exception>
    public static EvalCase Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw BadLineException.Of($"the line is {EvalContext.Kind(line)}, and an object is expected: {{\"flag\": \"…\", \"context\": {{…}}}}");
        }

        foreach (var field in line.EnumerateObject())
        {
            // Others are somebody's own notes; one that is nearly ours is a slip, and would be answered wrongly.
            if (!Names.Contains(field.Name) && NearName.Find(field.Name, Names) is { } near)
            {
                throw BadLineException.Of($"'{LogSafeText.Escape(field.Name)}' is no field of a line; did you mean '{near}'?");
            }
        }

        var format = OneOf("format", line.Text("format") ?? "grayflags", RuleSource.Formats);
        var environment = line.Text("environment") is { Length: > 0 } name ? name : null;
        return new EvalCase
        {
            Flag = line.Text("flag") ?? throw BadLineException.Of("'flag' is missing, the name of a flag"),
            Document = line.Given("document"),
            Settings = new EvalSettings(
                format,
                environment,
                line.Flag("ignoreCase"),
                OneOf("fractional", line.Text("fractional") ?? "v2", ["v1", "v2"]),
                Conditions(line)),
            Context = EvalContext.Read(line.Given("context"), format == "unleash" ? environment : null),
            Now = line.Text("now") is not { } now ? null
                : SubjectOptions.TryInstant(now, out var instant) ? instant
                : throw BadLineException.Of($"'now' is {LogSafeText.Quote(now)}, no time with an offset such as 2026-06-01T12:00:00Z"),
        };
    }

    private static string Conditions(JsonElement line)
    {
        if (line.Given("conditions") is not { } given)
        {
            return "";
        }

        return given.ValueKind == JsonValueKind.Object && given.EnumerateObject().All(static condition => IsVerdict(condition.Value))
            ? given.GetRawText()
            : throw BadLineException.Of("'conditions' is no object of names with true or false each");
    }

    private static string OneOf(string name, string value, IReadOnlyList<string> allowed) => allowed.Contains(value)
        ? value
        : throw BadLineException.Of($"'{name}' is {LogSafeText.Quote(value)}, and one of {string.Join(", ", allowed)} is expected");

    private static bool IsVerdict(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;
}
