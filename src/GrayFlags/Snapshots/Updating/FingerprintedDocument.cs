using System.Buffers;
using GrayFlags.Documents;
using GrayFlags.Documents.Writing;

namespace GrayFlags.Snapshots.Updating;

/// <summary>A document with the fingerprint of its content; two are equal when their contents are.</summary>
internal sealed class FingerprintedDocument(FlagDocument document, string fingerprint) : IEquatable<FingerprintedDocument>
{
    public static FingerprintedDocument Empty { get; } = new(FlagDocument.Empty, "");

    public FlagDocument Document { get; } = document;

    public string Fingerprint { get; } = fingerprint;

    public static bool operator ==(FingerprintedDocument? left, FingerprintedDocument? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(FingerprintedDocument? left, FingerprintedDocument? right) => !(left == right);

    /// <summary>Computes the fingerprint; returns null when the document, built in code, cannot be written.</summary>
    public static FingerprintedDocument? TryCreate(LoadResult load)
    {
        if (load.Fingerprint is { } known)
        {
            return new(load.Document!, known);
        }

        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            DocumentWriter.WriteTo(buffer, load.Document!, indented: false);
            return new(load.Document!, DocumentFingerprint.Of(buffer.WrittenSpan));
        }
        catch (Exception)
        {
            // A null among the definitions, or an app's own collection that throws.
            return null;
        }
    }

    public bool Equals(FingerprintedDocument? other) => other is not null && Fingerprint == other.Fingerprint;

    public override bool Equals(object? obj) => Equals(obj as FingerprintedDocument);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Fingerprint);
}
