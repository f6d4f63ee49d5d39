using System.CommandLine;

namespace GrayFlags.Tool.Common;

/// <summary>Parses the command line, runs the verb and turns what goes wrong into a message and an exit code.</summary>
internal static class Invocation
{
    private const int MostOfWord = 64;
    private const int WordShown = 8;

    public static int Run(RootCommand root, IReadOnlyList<string> args, Terminal terminal)
    {
        // @file names a file with a key: as a response file its content would become arguments, and be shown in messages.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                terminal.Error.WriteLine($"grayflags: {Visible.Line(WithoutSecrets(error.Message, args))}");
            }

            terminal.Error.WriteLine($"Try: {HelpOf(parsed.CommandResult.Command)}");
            return ExitCode.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
            return parsed.Invoke(configuration);
        }
        catch (UsageException exception)
        {
            terminal.Error.WriteLine($"grayflags: {Visible.Line(exception.Message)}");
            return ExitCode.Usage;
        }
        catch (GrayDocumentException exception)
        {
            foreach (var problem in exception.Problems)
            {
                terminal.Error.WriteLine(ProblemLine.Of(problem));
            }

            return ExitCode.Problems;
        }
        catch (IOException exception) when (Terminal.IsClosed(exception))
        {
            // Whoever reads has seen enough, as head has after ten lines.
            return ExitCode.Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"grayflags: {Visible.Line(exception.Message)}");
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Usage;
        }
    }

    private static string HelpOf(Command command) => command is RootCommand ? "grayflags --help" : $"grayflags {command.Name} --help";

    // A key that was put on the command line by mistake is repeated nowhere.
    private static string WithoutSecrets(string message, IReadOnlyList<string> args)
    {
        foreach (var secret in args.Where(static arg => arg.Length > MostOfWord).OrderByDescending(static arg => arg.Length))
        {
            message = message.Replace(secret, $"{secret[..WordShown]}… ({secret.Length} characters)", StringComparison.Ordinal);
        }

        return message.Replace("System.Nullable`1[System.Int64]", "a whole number", StringComparison.Ordinal)
            .Replace("System.Nullable`1[System.Int32]", "a whole number", StringComparison.Ordinal);
    }
}
