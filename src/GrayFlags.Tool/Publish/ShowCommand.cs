using System.CommandLine;
using System.Globalization;
using System.Text;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Publish;

/// <summary><c>grayflags show</c>: the text of a version, or the instances that read the document.</summary>
internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var version = new Option<long?>("--version-number")
        {
            Description = "The version. Default: the latest.", HelpName = "version",
        };
        version.Aliases.Add("-n");
        var isNodes = new Option<bool>("--nodes") { Description = "Show the instances of the last minute, each with the version that it serves, and no text." };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object, with who published it, when and why." };
        var store = new StoreOptions();
        var command = new Command("show", "Prints a document of a store as it was published, or who reads it.") { version, isNodes, isJson };
        store.AddTo(command);
        command.SetAction(parsed => store.Use(parsed, async (_, documents, stop) =>
        {
            var name = store.NameOf(parsed);
            if (parsed.GetValue(isNodes))
            {
                Write(await documents.GetMembersAsync(name, stop).ConfigureAwait(false), parsed.GetValue(isJson), terminal);
                return ExitCode.Success;
            }

            var document = parsed.GetValue(version) is { } asked
                ? await documents.GetAsync(name, asked, stop).ConfigureAwait(false)
                : await documents.GetAsync(name, stop).ConfigureAwait(false);
            if (document is null)
            {
                terminal.Error.WriteLine(parsed.GetValue(version) is { } missing
                    ? string.Create(CultureInfo.InvariantCulture, $"grayflags: the store has no version {missing} of '{name}', or no longer")
                    : $"grayflags: the store has no document '{name}'");
                return ExitCode.Problems;
            }

            Write(document, parsed.GetValue(isJson), terminal);
            return ExitCode.Success;
        }));
        return command.With(
            terminal,
            "# The rules that serve now, to look at or to edit.",
            "grayflags show --document shop > flags.json",
            "# Who would see another answer after the change?",
            "grayflags show --document shop | grayflags diff - changed.json --users 10000",
            "# Has every instance got it?",
            "grayflags show --document shop --nodes");
    }

    private static void Write(StoredDocument document, bool isJson, Terminal terminal)
    {
        var text = Encoding.UTF8.GetString(document.Utf8Json.Span);
        if (!isJson)
        {
            terminal.Out.Write(text.EndsWith('\n') ? text : text + "\n");
            return;
        }

        terminal.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", document.Version);
            json.WriteString("at", document.At);
            json.Field("by", document.By).Field("reason", document.Reason).Field("text", text);
            json.WriteEndObject();
        });
    }

    private static void Write(IReadOnlyList<DocumentMember> members, bool isJson, Terminal terminal)
    {
        if (isJson)
        {
            terminal.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (var member in members)
                {
                    json.WriteStartObject();
                    json.Field("node", member.Node);
                    json.WriteNumber("serving", member.Serving);
                    json.Field("library", member.Library).WriteString("seenAt", member.SeenAt);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        var sheet = new Sheet(terminal, indent: "");
        foreach (var member in members)
        {
            var serves = member.Serving == 0 ? "nothing yet" : string.Create(CultureInfo.InvariantCulture, $"version {member.Serving}");
            sheet.Row(
                new Cell(member.Node, "bold"),
                new Cell(serves),
                new Cell(member.Library),
                new Cell(member.SeenAt.ToString("u", CultureInfo.InvariantCulture)));
        }

        sheet.Write();
    }
}
