using System.Text;
using Spectre.Console;

namespace GrayFlags.Tool.Common;

/// <summary>The streams of the command: results to the output, everything else to the error stream; coloured for people, plain for programs.</summary>
/// <remarks>
/// Colours, boxes and bars are for a terminal only: what is piped is plain text of stable shape. The environment variable <c>NO_COLOR</c> takes colours away,
/// <c>FORCE_COLOR</c> gives them to a pipe, and <c>COLUMNS</c> sets the width.
/// </remarks>
internal sealed class Terminal : IDisposable
{
    private const int DefaultWidth = 120;
    private const int BrokenPipe = 32;

    private Terminal(TextWriter output, TextWriter error, TextReader input, bool isTerminal, bool isErrorTerminal, int width)
    {
        Out = isTerminal ? output : Visible.Of(output);
        Error = isErrorTerminal ? error : Visible.Of(error);
        In = input;
        IsTerminal = isTerminal;
        Console = Create(output, isTerminal, width);
        ErrorConsole = Create(error, isErrorTerminal, width);
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Messages and progress.</summary>
    public TextWriter Error { get; }

    /// <summary>The text that <c>-</c> reads.</summary>
    public TextReader In { get; }

    /// <summary>The bytes that <c>-</c> reads: what is no UTF-8 is still seen. Either this or <see cref="In"/> is used.</summary>
    public Stream Input => In is StreamReader reader ? reader.BaseStream : new MemoryStream(Encoding.UTF8.GetBytes(In.ReadToEnd()));

    /// <summary>True when results are read by a person: colours and bars are wanted.</summary>
    public bool IsTerminal { get; }

    /// <summary>Results with markup.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Progress and messages with markup.</summary>
    public IAnsiConsole ErrorConsole { get; }

    public static Terminal OfProcess()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(System.Console.OpenStandardOutput(), encoding, bufferSize: 1 << 16) { AutoFlush = false, NewLine = "\n" };
        var error = new StreamWriter(System.Console.OpenStandardError(), encoding) { AutoFlush = true, NewLine = "\n" };
        var input = new StreamReader(System.Console.OpenStandardInput(), encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        var isForced = Environment.GetEnvironmentVariable("FORCE_COLOR") is { Length: > 0 } and not "0";
        return new(output, error, input, isForced || !System.Console.IsOutputRedirected, isForced || !System.Console.IsErrorRedirected, Width());
    }

    public static bool IsClosed(IOException exception) => (exception.HResult & 0xFFFF) == BrokenPipe;

    /// <summary>Writes what is left.</summary>
    /// <returns>The exit code: that of the command, or another one where its results could not be written.</returns>
    public int Finish(int exitCode)
    {
        try
        {
            Out.Flush();
            return exitCode;
        }
        catch (IOException exception)
        {
            if (IsClosed(exception))
            {
                return exitCode;
            }

            Error.WriteLine($"grayflags: the results cannot be written: {exception.Message}");
            return ExitCode.Usage;
        }
    }

    public void Dispose()
    {
        // What could not be written was said by Finish: a disposed writer would try, and fail, once more.
        Error.Dispose();
        In.Dispose();
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal, int width)
    {
        var hasColours = isTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static int Width()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns > 0)
        {
            return columns;
        }

        try
        {
            return System.Console.IsOutputRedirected || System.Console.WindowWidth <= 0 ? DefaultWidth : System.Console.WindowWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
