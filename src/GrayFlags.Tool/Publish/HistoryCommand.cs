using System.CommandLine;
using System.Globalization;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Publish;

/// <summary><c>grayflags history</c>: the versions of a document, newest first.</summary>
internal static class HistoryCommand
{
    private const int Most = 1_000;

    public static Command Create(Terminal terminal)
    {
        var count = new Option<int>("--count")
        {
            Description = $"The greatest number of versions to show, up to {Most}.", HelpName = "number", DefaultValueFactory = static _ => 20,
        };
        var before = new Option<long?>("--before")
        {
            Description = "Only versions below this one. Default: all.", HelpName = "version",
        };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON array." };
        var store = new StoreOptions();
        var command = new Command("history", "Shows the versions of a document in a store, newest first: when, who and why.") { count, before, isJson };
        store.AddTo(command);
        command.SetAction(parsed => store.Use(parsed, async (_, documents, stop) =>
        {
            var name = store.NameOf(parsed);
            var history = await documents.HistoryAsync(name, parsed.GetValue(before) ?? long.MaxValue, parsed.GetValue(count), stop).ConfigureAwait(false);
            if (parsed.GetValue(isJson))
            {
                terminal.WriteJson(json =>
                {
                    json.WriteStartArray();
                    foreach (var revision in history)
                    {
                        RevisionJson.Write(json, revision);
                    }

                    json.WriteEndArray();
                });
            }
            else if (history.Count == 0)
            {
                terminal.Error.WriteLine($"grayflags: the store has no document '{name}'");
            }
            else
            {
                Write(history, terminal);
            }

            return history.Count == 0 ? ExitCode.Problems : ExitCode.Success;
        }));
        return command.With(terminal, "grayflags history --document shop", "grayflags history --document shop --count 100 --json");
    }

    private static void Write(IReadOnlyList<DocumentRevision> history, Terminal terminal)
    {
        var sheet = new Sheet(terminal, indent: "");
        foreach (var revision in history)
        {
            var revert = revision.RevertOf is { } version ? string.Create(CultureInfo.InvariantCulture, $" (the text of version {version})") : "";
            sheet.Row(
                new Cell(revision.Version.ToString(CultureInfo.InvariantCulture), "bold", IsRight: true),
                new Cell(revision.At.ToString("u", CultureInfo.InvariantCulture)),
                new Cell(revision.By),
                new Cell(revision.Reason + revert));
        }

        sheet.Write();
    }
}
