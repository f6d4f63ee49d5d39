using System.CommandLine;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Schemas;
using GrayFlags.Tool.Validate;

namespace GrayFlags.Tool;

/// <summary>The command with all its verbs.</summary>
internal static class GrayFlagsCommand
{
    private const string Description = "Checks, explains, simulates and compares the rules of GrayFlags before they go live.";

    /// <summary>Runs the command.</summary>
    /// <returns>0: done, and nothing is wrong; 1: done, and something is wrong; 2: it was called wrongly, or what it was given cannot be read.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal)
    {
        var root = new RootCommand(Description);
        foreach (var verb in Verbs(terminal))
        {
            root.Subcommands.Add(verb);
        }

        Examples.ShowIn(root);
        return Invocation.Run(root, args, terminal);
    }

    private static IEnumerable<Command> Verbs(Terminal terminal) =>
    [
        ValidateCommand.Create(terminal),
        SchemaCommand.Create(terminal),
    ];
}
