using System.CommandLine;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Publishing;
using GrayFlags.Tool.Common;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrayFlags.Tool.Publish;

/// <summary><c>grayflags turn-off</c> and <c>turn-on</c>: the kill switch of a fleet.</summary>
internal static class SwitchCommand
{
    public static Command Create(Terminal terminal, TimeProvider clock, bool isOff)
    {
        var flag = new Argument<string>("flag") { Description = "The flag's name." };
        var (store, change) = (new StoreOptions(), new ChangeOptions());
        var verb = isOff ? "turn-off" : "turn-on";
        var command = new Command(
            verb,
            isOff
                ? "Turns a flag off for everyone, on every instance that reads the document, until turn-on."
                : "Takes back what turn-off did: the rules decide again.")
        {
            flag,
        };
        store.AddTo(command);
        change.AddTo(command, isOfDocument: false);
        command.SetAction(parsed => store.Use(parsed, async (documents, _, stop) =>
        {
            var (name, by, reason) = (parsed.GetValue(flag)!, change.By(parsed), change.Reason(parsed));
            if (!NameRules.IsName(name))
            {
                throw new UsageException($"'{name}' is not a name that a flag can have");
            }

            DocumentNames.ThrowIfNoName(store.NameOf(parsed), "--document");
            DocumentNames.ThrowIfNoChange(new DocumentChange(by, reason, null), "--reason");
            await WarnAsync(documents, store.NameOf(parsed), name, terminal, stop).ConfigureAwait(false);
            using var switches = new FleetSwitchboard(documents, store.NameOf(parsed), NullLogger.Instance);
            var isChanged = await switches.ChangeAsync(
                known => isOff ? known.With(new TurnedOffFlag(name, by, reason, clock.GetUtcNow()))
                    : known.Find(name) is null ? known
                    : known.Without(name) with { By = by, Reason = reason },
                mayReplace: isOff,
                stop).ConfigureAwait(false);
            if (switches.Replaced is var (unreadable, known))
            {
                terminal.Error.WriteLine(
                    $"grayflags: warning: version {unreadable} of the kill switch could not be read and is replaced, with what was turned off in version "
                    + $"{known}: turn off again what was turned off in between");
            }

            terminal.Out.WriteLine(
                isOff ? $"{name} is turned off"
                : isChanged ? $"{name} is not turned off any more: the rules decide"
                : $"{name} was not turned off");
            return ExitCode.Success;
        }));
        return command.With(
            terminal,
            isOff
                ? ["grayflags turn-off new-checkout --document shop --reason 'payments fail'"]
                : ["grayflags turn-on new-checkout --document shop --reason 'fixed in 4.2.1'"]);
    }

    // It holds all the same, for a flag that comes later: but in an emergency a typo must not look like success.
    private static async Task WarnAsync(IDocumentStore documents, string document, string flag, Terminal terminal, CancellationToken cancellationToken)
    {
        StoredDocument? stored;
        try
        {
            stored = await documents.ReadAsync(document, null, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            terminal.Error.WriteLine($"grayflags: warning: {exception.Message}");
            return;
        }

        if (stored is null)
        {
            terminal.Error.WriteLine($"grayflags: warning: the store has no document '{document}'");
        }
        else if (FlagDocument.Read(stored.Utf8Json.Span).Document is { } read && !read.Flags.Keys.Contains(flag, StringComparer.OrdinalIgnoreCase))
        {
            terminal.Error.WriteLine($"grayflags: warning: the document '{document}' has no flag '{flag}'; another source of the apps may have it");
        }
    }
}
