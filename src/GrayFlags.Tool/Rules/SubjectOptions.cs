using System.CommandLine;
using System.Globalization;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rules;

/// <summary>The options that describe who asks and when: <c>--user</c>, <c>--region</c>, <c>--attr</c>, <c>--at</c>.</summary>
internal sealed class SubjectOptions
{
    private readonly Option<string?> _user = new("--user", "-u") { Description = "The id of the user who asks.", HelpName = "id" };
    private readonly Option<string?> _region = new("--region", "-r") { Description = "The region of the user, for example CN-GD.", HelpName = "code" };

    private readonly Option<string[]> _attributes = new("--attr", "-a")
    {
        Description = "An attribute of the user, such as plan=pro; one for each. true, false and numbers are read as such; quotes keep them text: build='7'.",
        HelpName = "name=value",
    };

    private readonly Option<DateTimeOffset?> _at = Instant("--at", "The time of the answer, for example 2026-06-01T12:00:00Z. Default: now.");

    /// <summary>An option for an instant.</summary>
    public static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result =>
        {
            if (TryInstant(result.Tokens[0].Value, out var instant))
            {
                return instant;
            }

            result.AddError($"{name} is '{result.Tokens[0].Value}', no time with an offset such as 2026-06-01T12:00:00Z or 2026-06-01T20:00:00+08:00");
            return null;
        },
    };

    public static bool TryInstant(string text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text,
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AdjustToUniversal,
        out instant) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal));

    public void AddTo(Command command)
    {
        command.Options.Add(_user);
        command.Options.Add(_region);
        command.Options.Add(_attributes);
        command.Options.Add(_at);
    }

    public GrayContext Context(ParseResult parsed) => new(parsed.GetValue(_user), (parsed.GetValue(_attributes) ?? []).Select(Attribute))
    {
        Region = parsed.GetValue(_region),
    };

    public DateTimeOffset Now(ParseResult parsed, TimeProvider clock) => parsed.GetValue(_at) ?? clock.GetUtcNow();

    private static KeyValuePair<string, GrayValue> Attribute(string written)
    {
        var equals = written.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(written[..equals], Value(written[(equals + 1)..]))
            : throw new UsageException($"--attr is '{written}', and not name=value");
    }

    /// <summary>A value as it is written on the command line.</summary>
    public static GrayValue Value(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ when IsQuoted(text) => text[1..^1],
        _ when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };

    private static bool IsQuoted(string text) => text.Length > 1 && text[0] == text[^1] && text[0] is ('\'' or '"');
}
