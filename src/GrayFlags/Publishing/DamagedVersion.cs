using System.Globalization;

namespace GrayFlags.Publishing;

/// <summary>A version of a document of which the store has a part only, as its exception says.</summary>
internal static class DamagedVersion
{
    // As the engines of the library mark the exception; docs/extending.md names it for other stores.
    private const string Key = "GrayFlags.DamagedVersion";

    /// <summary>The number of the version that an exception of a store says is damaged; null when it says no such thing.</summary>
    public static long? Of(Exception exception) => (exception as InvalidDataException)?.Data[Key] as long?;

    /// <summary>The revision of such a version, of which the number alone is known.</summary>
    /// <param name="version">The number.</param>
    /// <param name="exception">The exception of the store.</param>
    public static DocumentRevision Revision(long version, Exception exception) =>
        new(version, DateTimeOffset.UnixEpoch, "?", Providers.PlainFailure.Of(exception) ?? Plain(version), 0);

    private static string Plain(long version) =>
        string.Create(CultureInfo.InvariantCulture, $"The store has a part of version {version} only: publish the document again.");
}
