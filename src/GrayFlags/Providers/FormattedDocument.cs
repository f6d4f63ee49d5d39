using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Providers;

/// <summary>Reads what a source holds in the format of the source.</summary>
internal static class FormattedDocument
{
    /// <param name="utf8Json">What the source holds.</param>
    /// <param name="format">Its format; null for documents of this library.</param>
    /// <param name="options">The name of the source and the limits.</param>
    public static DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, IRuleFormat? format, DocumentReaderOptions options)
    {
        if (format is null)
        {
            return DocumentReader.Read(utf8Json, options);
        }

        try
        {
            return format.Read(utf8Json, options) ?? Failed(options, format, "it returned nothing");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The app's own code: the last good rules serve on.
            return Failed(options, format, exception.GetType().Name + ": " + LogSafeText.Sentence(exception.Message));
        }
    }

    /// <summary>The flags that were left out, as warnings.</summary>
    public static IReadOnlyList<string> Warnings(DocumentReadResult read) =>
        read.LeftOut.Count == 0 ? [] : [.. read.LeftOut.Select(static problem => $"left out, since it cannot be expressed here: {problem}")];

    private static DocumentReadResult Failed(DocumentReaderOptions options, IRuleFormat format, string reason) => DocumentReadResult.Refused(
        [new DocumentProblem { Source = options.Source, Path = "", Message = $"the format {LogSafeText.Quote(format.Name)} failed: {reason}" }]);
}
