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
    public static string NameOf(string source) => source == StandardInput ? "stdin" : source;

    /// <summary>Reads a source whole.</summary>
    /// <exception cref="UsageException">It is not there or cannot be read.</exception>
    public static byte[] Bytes(string source, Terminal terminal)
    {
        if (source == StandardInput)
        {
            using var buffer = new MemoryStream();
            terminal.Input.CopyTo(buffer);
            return buffer.ToArray();
        }

        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return Download(address);
        }

        try
        {
            return File.ReadAllBytes(source);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{source} cannot be read: {exception.Message}");
        }
    }

    private static byte[] Download(Uri address)
    {
        using var client = new HttpClient { MaxResponseContentBufferSize = DocumentLimits.Default.MaxBytes + 1L };
        try
        {
            return client.GetByteArrayAsync(address).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            throw new UsageException($"{address.GetLeftPart(UriPartial.Path)} cannot be read: {exception.Message}");
        }
    }
}
