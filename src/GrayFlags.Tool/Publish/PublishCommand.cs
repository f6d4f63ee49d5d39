using System.CommandLine;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Publish;

/// <summary><c>grayflags publish</c>: writes a document into a store, as the next version.</summary>
internal static class PublishCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("source") { Description = "A file, an address (https://…) or - for the standard input." };
        var layers = new Option<string[]>("--base")
        {
            Description = "A document that apps have below this one, whose segments it may name. May be given several times.",
            HelpName = "source",
            DefaultValueFactory = static _ => [],
        };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object." };
        var (store, change) = (new StoreOptions(), new ChangeOptions());
        var command = new Command("publish", "Publishes a document into a store: checks it, and writes it as the next version, which is live a moment later.")
        {
            source, layers, isJson,
        };
        store.AddTo(command);
        change.AddTo(command);
        command.SetAction(parsed =>
        {
            var utf8 = RuleSource.Bytes(parsed.GetValue(source)!, terminal);
            var name = store.NameOf(parsed);
            return store.Use(
                parsed,
                async (_, documents, stop) => PublishReport.Write(
                    name, await documents.PublishAsync(name, utf8, change.Read(parsed), stop).ConfigureAwait(false), parsed.GetValue(isJson), terminal),
                StoreOptions.Layers(parsed.GetValue(layers)!, terminal),
                text => terminal.Error.WriteLine($"grayflags: warning: {text}"));
        });
        return command.With(
            terminal,
            "# Exit code 0: it is in the store. 1: it would be refused, or somebody was faster. 2: the store cannot be reached.",
            "export GRAYFLAGS_CONNECTION='postgresql://flags:…@db/shop'",
            "grayflags publish flags.json --document shop --reason 'opens the new checkout'",
            "# Only if nobody has published since version 7.",
            "grayflags publish flags.json --document shop --expect 7 --reason 'ten percent' --to @connection.txt",
            "# In a pipeline: the same text again is no new version.",
            "grayflags publish flags.json --document shop --by \"$CI_USER\" --reason \"$CI_COMMIT\" --to env:FLAGS_REDIS");
    }
}
