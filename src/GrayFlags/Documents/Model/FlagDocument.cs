using System.Text.Json;
using GrayFlags.Documents.Reading;
using GrayFlags.Documents.Writing;

namespace GrayFlags.Documents;

/// <summary>A document of flags and segments: what was written, before it is compiled.</summary>
/// <remarks>
/// Immutable by contract: fill it in the initialiser and leave its collections alone afterwards. Ranges, names and references
/// are checked when the document is compiled, not here, so a document built in code is held to the same rules as one read from JSON.
/// </remarks>
public sealed class FlagDocument : Definition
{
    /// <summary>A document without flags.</summary>
    public static FlagDocument Empty { get; } = new();

    /// <summary>The <c>$schema</c> address for editors, if any. Not read by the library.</summary>
    public string? Schema { get; init; }

    /// <summary>The version of the document's schema. Default and only value: 1.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The author's own version of the document, if any: from 0 to 4 x 10^18.</summary>
    public long? Version { get; init; }

    /// <summary>The time at which the document was issued, if it states one.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Free text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Any JSON the author wants to keep with the document. Not read by the library.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The kill switch: names of flags that are off for everyone, whatever their rules say. Default: none.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];

    /// <summary>The segments by name. Names are unique ignoring case.</summary>
    public IReadOnlyDictionary<string, SegmentDefinition> Segments { get; init; } = new Dictionary<string, SegmentDefinition>();

    /// <summary>The flags by name. Names are unique ignoring case.</summary>
    public IReadOnlyDictionary<string, FlagDefinition> Flags { get; init; } = new Dictionary<string, FlagDefinition>();

    /// <summary>In a merge: the sources whose definition of a flag is overridden, by the flag's name. Null where nothing was merged.</summary>
    internal IReadOnlyDictionary<string, List<string>>? Overridden { get; init; }

    /// <summary>Reads a document from JSON text. Comments and trailing commas are allowed.</summary>
    /// <param name="json">The text of the document.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="GrayDocumentException">The text is not a document; the exception holds every problem.</exception>
    public static FlagDocument Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);

        var result = DocumentReader.Read(json, new DocumentReaderOptions());
        return result.Document ?? throw new GrayDocumentException(result.Problems);
    }

    /// <summary>Reads a document from UTF-8 JSON, and never throws because of its content.</summary>
    /// <param name="utf8Json">The bytes; a UTF-8 byte order mark is skipped.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The document, or every problem that was found.</returns>
    public static DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions? options = null) =>
        DocumentReader.Read(utf8Json, options ?? new DocumentReaderOptions());

    /// <summary>Writes the document as JSON; reading the result gives an equal document.</summary>
    /// <param name="indented">Whether to break lines for people. Default: true.</param>
    /// <returns>The JSON text.</returns>
    public string ToJson(bool indented = true) => DocumentWriter.Write(this, indented);

    // The number that a store has given takes the place of the author's.
    internal FlagDocument WithVersion(long version) => new()
    {
        Schema = Schema,
        SchemaVersion = SchemaVersion,
        Version = version,
        IssuedAt = IssuedAt,
        Description = Description,
        Metadata = Metadata,
        Off = Off,
        Segments = Segments,
        Flags = Flags,
        Overridden = Overridden,
        Mark = Mark,
    };
}
