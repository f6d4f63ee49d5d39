using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.Formats.Common;

/// <summary>Reads the flags of a document of another system one by one, and gathers the reasons of those that cannot be expressed.</summary>
internal static class FormatReader
{
    /// <summary>Parses a document and converts it; a text that is no JSON is a problem.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="options">The name of the source and the limits.</param>
    /// <param name="convert">Converts it.</param>
    public static DocumentReadResult Read(
        ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options, Func<JsonElement, DocumentReaderOptions, DocumentReadResult> convert)
    {
        if (utf8Json.Length > options.Limits.MaxBytes)
        {
            return Refused(options, $"the document is larger than {options.Limits.MaxBytes} bytes, the limit {nameof(DocumentLimits.MaxBytes)}");
        }

        try
        {
            var jsonOptions = new JsonDocumentOptions
            {
                AllowTrailingCommas = options.AllowComments,
                CommentHandling = options.AllowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
                MaxDepth = options.Limits.MaxDepth,
            };
            using var json = JsonDocument.Parse(utf8Json.ToArray(), jsonOptions);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? convert(json.RootElement, options)
                : Refused(options, "the document is not an object");
        }
        catch (JsonException exception)
        {
            return DocumentReadResult.Refused(
                [new DocumentProblem { Source = options.Source, Line = (int?)exception.LineNumber + 1, Path = "", Message = "the text is no JSON" }]);
        }
    }

    /// <summary>A document that is refused whole.</summary>
    public static DocumentReadResult Refused(DocumentReaderOptions options, string message, string path = "") =>
        DocumentReadResult.Refused([new DocumentProblem { Source = options.Source, Path = path, Message = message }]);

    /// <summary>The result of a conversion flag by flag.</summary>
    /// <param name="document">The document of the flags that were converted.</param>
    /// <param name="problems">The reasons of the others.</param>
    /// <param name="leavesOut">True to leave those out, false to refuse the document.</param>
    public static DocumentReadResult Result(FlagDocument document, IReadOnlyList<DocumentProblem> problems, bool leavesOut) =>
        problems.Count == 0 || leavesOut ? DocumentReadResult.Of(document, problems) : DocumentReadResult.Refused(problems);
}
