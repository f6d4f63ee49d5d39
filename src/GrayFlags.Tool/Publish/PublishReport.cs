using System.Globalization;
using GrayFlags.Tool.Common;
using Spectre.Console;

namespace GrayFlags.Tool.Publish;

/// <summary>The result of publishing, for people and for programs.</summary>
internal static class PublishReport
{
    /// <summary>Writes the result.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(string name, PublishResult result, bool isJson, Terminal terminal)
    {
        if (isJson)
        {
            WriteJson(name, result, terminal);
        }
        else
        {
            WriteText(name, result, terminal);
        }

        return result.IsInStore ? ExitCode.Success : ExitCode.Problems;
    }

    private static void WriteText(string name, PublishResult result, Terminal terminal)
    {
        foreach (var problem in result.Problems)
        {
            terminal.Error.WriteLine(ProblemLine.Of(problem));
        }

        var latest = result.Latest is { } there ? string.Create(
            CultureInfo.InvariantCulture, $"version {there.Version}, by {there.By} at {there.At:u}: {there.Reason}") : "nothing";
        var text = result.Outcome switch
        {
            PublishOutcome.Published => string.Create(CultureInfo.InvariantCulture, $"published as version {result.Version}"),
            PublishOutcome.Unchanged => string.Create(CultureInfo.InvariantCulture, $"unchanged: version {result.Version} has this text already"),
            PublishOutcome.Conflict => $"not published: the store has {latest}",
            PublishOutcome.Invalid => "not published: it would be refused",
            PublishOutcome.TooNew =>
                $"not published: older libraries would refuse it, on {string.Join(", ", result.Nodes)}. --force publishes it all the same",
            _ => $"not published: that version is not kept, or never was; the store has {latest}",
        };
        new StyledLine().Add($"{name} is ").Add(text, new Style(result.IsInStore ? Color.Green : Color.Red)).WriteTo(terminal);
    }

    private static void WriteJson(string name, PublishResult result, Terminal terminal) => terminal.WriteJson(json =>
    {
        json.WriteStartObject();
        json.Field("document", name).Field("outcome", WordOf(result.Outcome));
        json.WriteNumber("version", result.Version);
        json.WriteTexts("problems", result.Problems.Select(static problem => problem.ToString()));
        json.WriteTexts("nodes", result.Nodes);
        if (result.Latest is { } latest)
        {
            json.WritePropertyName("latest");
            RevisionJson.Write(json, latest);
        }

        json.WriteEndObject();
    });

    private static string WordOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Published => "published",
        PublishOutcome.Unchanged => "unchanged",
        PublishOutcome.Conflict => "conflict",
        PublishOutcome.Invalid => "invalid",
        PublishOutcome.TooNew => "tooNew",
        _ => "notFound",
    };
}
