using System.CommandLine;
using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using GrayFlags.Formats;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rules;

/// <summary>Reads documents from files, addresses and the standard input, in any format that the command knows.</summary>
internal static class RuleSource
{
    /// <summary>The name of the standard input.</summary>
    public const string StandardInput = "-";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The formats of documents.</summary>
    public static readonly IReadOnlyList<string> Formats = ["grayflags", "unleash", "featuremanagement", "flagd"];

    /// <summary>An option for the format of documents.</summary>
    public static Option<string> FormatOption(string name = "--format")
    {
        var option = new Option<string>(name)
        {
            Description = $"The format of the document: {string.Join(", ", Formats)}.",
            HelpName = "format",
            DefaultValueFactory = static _ => Formats[0],
        };
        option.AcceptOnlyFromAmong([.. Formats]);
        return option;
    }

    /// <summary>Reads a document, with every problem that a provider would refuse it for.</summary>
    /// <exception cref="UsageException">It is not there or cannot be read.</exception>
    public static DocumentReadResult Read(string source, string format, Terminal terminal)
    {
        return Read(Bytes(source, terminal), format, new DocumentReaderOptions { Source = NameOf(source) });
    }

    /// <inheritdoc cref="Read(string, string, Terminal)"/>
    public static DocumentReadResult Read(byte[] utf8, string format, DocumentReaderOptions options) => format switch
    {
        "grayflags" => DocumentReader.Read(utf8, options),
        "unleash" => UnleashFormat.Instance.Read(utf8, options),
        "featuremanagement" => FeatureManagementFormat.Instance.Read(utf8, options),
        "flagd" => FlagdFormat.Instance.Read(utf8, options),
        _ => throw new UsageException($"'{format}' is no format: {string.Join(", ", Formats)}"),
    };

    /// <summary>Reads a document that has to be good.</summary>
    /// <exception cref="GrayDocumentException">It has problems.</exception>
    /// <exception cref="UsageException">It is not there or cannot be read.</exception>
    public static FlagDocument Load(string source, string format, Terminal terminal)
    {
        var read = Read(source, format, terminal);
        var problems = read.Document is { } document ? GrayEvaluator.FindProblems(document) : read.Problems;
        return problems.Count == 0 ? read.Document! : throw new GrayDocumentException(problems);
    }

    /// <summary>The name of a source in messages.</summary>
    /// <remarks>Of an address neither the password nor the query, which may hold a token.</remarks>
    public static string NameOf(string source) => source == StandardInput ? "stdin" : AddressOf(source) is { } address ? Shown(address) : source;

    /// <summary>Reads a source whole.</summary>
    /// <exception cref="UsageException">It is not there or cannot be read.</exception>
    public static byte[] Bytes(string source, Terminal terminal)
    {
        if (source == StandardInput)
        {
            return All(terminal.Input);
        }

        if (AddressOf(source) is { } address)
        {
            return Download(address);
        }

        if (Directory.Exists(source))
        {
            throw new UsageException($"{source} is a folder, and no document");
        }

        return InputFile.Read(source, File.ReadAllBytes);
    }

    private static Uri? AddressOf(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static string Shown(Uri address) => $"{address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";

    // One byte more than a document may have is enough to refuse it.
    private static byte[] All(Stream stream)
    {
        using var buffer = new MemoryStream();
        var part = new byte[1 << 16];
        for (var read = stream.Read(part); read > 0; read = stream.Read(part))
        {
            buffer.Write(part, 0, read);
            if (buffer.Length > DocumentLimits.Default.MaxBytes)
            {
                break;
            }
        }

        return buffer.ToArray();
    }

    private static byte[] Download(Uri address)
    {
        using var client = new HttpClient { MaxResponseContentBufferSize = DocumentLimits.Default.MaxBytes + 1L, Timeout = Patience };
        try
        {
            return client.GetByteArrayAsync(address).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            throw new UsageException($"{Shown(address)} cannot be read: {exception.Message}");
        }
    }
}
