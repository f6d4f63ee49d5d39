using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats;

/// <summary>The client features of Unleash.</summary>
public sealed class UnleashFormat : IRuleFormat
{
    /// <inheritdoc/>
    public string Name => "Unleash";

    /// <inheritdoc/>
    public DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options) =>
        FormatReader.Refused(options, "not yet");
}
