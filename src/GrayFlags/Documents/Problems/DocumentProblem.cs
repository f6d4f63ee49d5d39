using System.Globalization;
using System.Text;

namespace GrayFlags.Documents;

/// <summary>One thing that is wrong in a document: where, and what is allowed there.</summary>
public sealed record DocumentProblem
{
    /// <summary>The name of the source, for example the path of a file. Null: unknown.</summary>
    public string? Source { get; init; }

    /// <summary>The line in the source, from 1. Null where the source has no lines.</summary>
    public int? Line { get; init; }

    /// <summary>The character in the line, from 1, counted in UTF-16 code units as editors do. Null where it is not known.</summary>
    public int? Column { get; init; }

    /// <summary>The path in the document, for example <c>flags.new-checkout.rules.canary.percentage</c>. Empty: the document itself.</summary>
    public required string Path { get; init; }

    /// <summary>The description of what is wrong, with the value that was found and what is allowed.</summary>
    public required string Message { get; init; }

    /// <summary>The problem in one line: <c>flags.json(12): flags.a.rules.b.percentage: …</c>; without a source, <c>json(12): …</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Source is not null || Line is not null)
        {
            // What has lines and no name was given as text.
            text.Append(Source ?? "json");
            if (Line is { } line)
            {
                text.Append(CultureInfo.InvariantCulture, $"({line})");
            }

            text.Append(": ");
        }

        if (Path.Length > 0)
        {
            text.Append(Path).Append(": ");
        }

        return text.Append(Message).ToString();
    }
}
