using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace GrayFlags.Tool.Common;

/// <summary>Examples of a verb, which end its help.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, Example[]> Known = [];

    /// <summary>Gives a verb its examples.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="examples">Lines to type, each with what it is for.</param>
    public static Command WithExamples(this Command command, params Example[] examples)
    {
        Known.Add(command, examples);
        return command;
    }

    /// <summary>Makes the help of a command and all its verbs end with their examples.</summary>
    public static void ShowIn(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((SynchronousCommandLineAction)help.Action!);
        }
    }

    /// <summary>A line to type.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Purpose">What it is for, in a few words.</param>
    internal sealed record Example(string Line, string Purpose);

    private sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            if (Known.TryGetValue(parseResult.CommandResult.Command, out var examples))
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine($"  {example.Line}");
                    output.WriteLine($"      {example.Purpose}");
                }
            }

            return result;
        }
    }
}
