using System.CommandLine;
using System.Text;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Eval;

/// <summary><c>grayflags eval</c>: answers of flags in a batch, for other programs; a line of JSON in, a line of JSON out.</summary>
internal static class EvalCommand
{
    public static Command Create(Terminal terminal)
    {
        var cases = new Option<string>("--cases")
        {
            Description = "A file with a case in each line, or - for the standard input, which is answered line by line.",
            HelpName = "file.jsonl",
            Required = true,
        };
        var command = new Command("eval", "Answers cases in a batch, for other programs: a line of JSON in, a line of JSON out, in order.") { cases };
        command.SetAction(parsed => Run(parsed.GetValue(cases)!, terminal));
        return command.With(
            terminal,
            "# A line may have document, format, flag, context (userId, region, attributes, groups), now, environment and conditions.",
            """echo '{"document":{"flags":{"a":{"rules":{"half":{"percentage":50}}}}},"flag":"a","context":{"userId":"ana"}}' | grayflags eval --cases -""",
            "# A line without a document asks the last one, also one that was refused; an empty line is skipped.",
            "# Exit code 1: a line was wrong, and its answer says how.",
            "grayflags eval --cases cases.jsonl > answers.jsonl");
    }

    private static int Run(string source, Terminal terminal)
    {
        var isInput = source == RuleSource.StandardInput;
        using var stream = isInput ? terminal.Input : InputFile.Read(source, File.OpenRead);
        using var session = new EvalSession();
        var lines = new LineReader(stream, EvalSession.MaxLineLength);
        var isGood = true;
        var isFirst = true;
        while (lines.TryRead(out var line, out var isTooLong))
        {
            line = isFirst && line.Span.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
            isFirst = false;
            if (!isTooLong && line.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                continue;
            }

            terminal.Out.WriteLine(Encoding.UTF8.GetString(session.Answer(line, isTooLong, out var isAnswered)));
            isGood &= isAnswered;

            // Who asks line by line waits for the answer; whose lines are there already is answered in larger portions.
            if (isInput && !lines.HasLine)
            {
                terminal.Out.Flush();
            }
        }

        return isGood ? ExitCode.Success : ExitCode.Problems;
    }
}
