using System.CommandLine;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Publish;

/// <summary><c>grayflags revert</c>: publishes the text of an earlier version as the next version.</summary>
internal static class RevertCommand
{
    public static Command Create(Terminal terminal)
    {
        var version = new Argument<long>("version") { Description = "The version whose text to publish again." };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object." };
        var layers = new Option<string[]>("--base")
        {
            Description = "A document that apps have below this one, whose segments it may name. May be given several times.",
            HelpName = "source",
            DefaultValueFactory = static _ => [],
        };
        var (store, change) = (new StoreOptions(), new ChangeOptions());
        var command = new Command("revert", "Goes back: publishes the text of an earlier version as the next version.") { version, layers, isJson };
        store.AddTo(command);
        change.AddTo(command);
        command.SetAction(parsed =>
        {
            var name = store.NameOf(parsed);
            return store.Use(
                parsed,
                async (_, documents, stop) => PublishReport.Write(
                    name,
                    await documents.RevertAsync(name, parsed.GetValue(version), change.Read(parsed), stop).ConfigureAwait(false),
                    parsed.GetValue(isJson),
                    terminal),
                StoreOptions.Layers(parsed.GetValue(layers)!, terminal),
                text => terminal.Error.WriteLine($"grayflags: warning: {text}"));
        });
        return command.With(
            terminal,
            "# Which version was good?",
            "grayflags history --document shop",
            "grayflags revert 6 --document shop --reason 'checkout fails since 7'");
    }
}
