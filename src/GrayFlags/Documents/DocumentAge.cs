using System.Globalization;

namespace GrayFlags.Documents;

/// <summary>Tells whether a document is older than another, by its own version, or by its time of issue where one of them has no version.</summary>
internal static class DocumentAge
{
    /// <summary>Why a document is older than the one that serves; null when it is not, or does not say.</summary>
    public static string? OlderReason(FlagDocument serving, FlagDocument document)
    {
        if (serving.Version is { } version && document.Version is { } other)
        {
            return other < version ? string.Create(CultureInfo.InvariantCulture, $"version {other}, older than {version}, which serves") : null;
        }

        return document.IssuedAt < serving.IssuedAt
            ? string.Create(CultureInfo.InvariantCulture, $"a document issued at {document.IssuedAt:O}, before {serving.IssuedAt:O}, which serves")
            : null;
    }
}
