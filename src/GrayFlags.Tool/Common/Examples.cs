using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace GrayFlags.Tool.Common;

/// <summary>Ends the help of a verb with examples: what a newcomer copies.</summary>
internal static class Examples
{
    /// <param name="command">The verb.</param>
    /// <param name="terminal">Where its help goes.</param>
    /// <param name="examples">Command lines; a line that begins with <c>#</c> is a comment.</param>
    public static Command With(this Command command, Terminal terminal, params string[] examples)
    {
        command.Options.Add(new HelpOption { Action = new HelpWithExamples(terminal, examples) });
        return command;
    }

    private sealed class HelpWithExamples(Terminal terminal, string[] examples) : SynchronousCommandLineAction
    {
        private readonly HelpAction _help = new();

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = _help.Invoke(parseResult);
            terminal.Out.WriteLine("Examples:");
            foreach (var example in examples)
            {
                terminal.Out.WriteLine("  " + example);
            }

            terminal.Out.WriteLine();
            return result;
        }
    }
}
