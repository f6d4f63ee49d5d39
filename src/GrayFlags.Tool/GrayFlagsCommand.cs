using System.CommandLine;
using System.CommandLine.Help;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Convert;
using GrayFlags.Tool.Diff;
using GrayFlags.Tool.Eval;
using GrayFlags.Tool.Explain;
using GrayFlags.Tool.Publish;
using GrayFlags.Tool.References;
using GrayFlags.Tool.Rollouts;
using GrayFlags.Tool.Schemas;
using GrayFlags.Tool.Signing;
using GrayFlags.Tool.Simulate;
using GrayFlags.Tool.Validate;
using GrayFlags.Tool.Vectors;

namespace GrayFlags.Tool;

/// <summary>The command with all its verbs.</summary>
internal static class GrayFlagsCommand
{
    private const string Description = "Checks, explains, simulates, compares and publishes the rules of GrayFlags.";

    /// <summary>Runs the command.</summary>
    /// <returns>0: done, and nothing is wrong; 1: done, and something is wrong; 2: it was called wrongly, or what it was given cannot be read.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal)
    {
        var root = new RootCommand(Description);
        foreach (var verb in Verbs(terminal))
        {
            root.Subcommands.Add(verb);
        }

        root.Options.OfType<HelpOption>().ToList().ForEach(help => root.Options.Remove(help));
        root.With(
            terminal,
            "# Is the document good, and what in it is probably not meant?",
            "grayflags validate flags.json",
            "# Why is the flag on or off for ana?",
            "grayflags explain flags.json new-checkout --user ana --region CN-GD",
            "# For how many of 10,000 users would the answers change?",
            "grayflags diff old.json new.json --users 10000",
            "# The options of a verb, with examples.",
            "grayflags validate --help");
        return Invocation.Run(root, args, terminal);
    }

    private static IEnumerable<Command> Verbs(Terminal terminal) =>
    [
        ValidateCommand.Create(terminal),
        ExplainCommand.Create(terminal),
        SimulateCommand.Create(terminal, TimeProvider.System),
        DiffCommand.Create(terminal, TimeProvider.System),
        ReferencesCommand.Create(terminal, TimeProvider.System),
        ConvertCommand.Create(terminal),
        EvalCommand.Create(terminal),
        PublishCommand.Create(terminal),
        ShowCommand.Create(terminal),
        HistoryCommand.Create(terminal),
        RevertCommand.Create(terminal),
        SwitchCommand.Create(terminal, TimeProvider.System, isOff: true),
        SwitchCommand.Create(terminal, TimeProvider.System, isOff: false),
        RolloutCommand.Create(terminal, TimeProvider.System),
        KeygenCommand.Create(terminal),
        SignCommand.Create(terminal),
        VerifyCommand.Create(terminal),
        SchemaCommand.Create(terminal),
        VectorsCommand.Create(terminal),
    ];
}
