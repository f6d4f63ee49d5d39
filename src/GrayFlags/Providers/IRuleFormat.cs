using GrayFlags.Documents;

namespace GrayFlags;

/// <summary>A form in which rules are written: reads a document of another system into one of this library.</summary>
/// <remarks>Implementations are safe to use from several threads at once, do no I/O, and report problems instead of throwing.</remarks>
public interface IRuleFormat
{
    /// <summary>The name of the format, for messages, such as <c>Unleash</c>.</summary>
    string Name { get; }

    /// <summary>Reads a document.</summary>
    /// <param name="utf8Json">The document, in UTF-8.</param>
    /// <param name="options">The name of the source and the limits.</param>
    /// <returns>The document, or every problem that was found.</returns>
    DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options);
}
