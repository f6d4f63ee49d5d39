using System.Globalization;

namespace GrayFlags.Engines;

/// <summary>Failures in an engine's own words, which have no address and no password.</summary>
internal static class EngineFailure
{
    // The core shows the message of such an exception in the status of a source; of every other exception only the type.
    private const string Key = "GrayFlags.IsPlain";

    // The core goes on above the version that such an exception names.
    private const string VersionKey = "GrayFlags.DamagedVersion";

    /// <summary>Marks an exception as one whose message anybody may read.</summary>
    public static TException Plain<TException>(TException exception)
        where TException : Exception
    {
        exception.Data[Key] = true;
        return exception;
    }

    /// <summary>The failure of a version of a document of which a part is lost.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="version">The version.</param>
    /// <param name="found">What is there and what is not, as a sentence.</param>
    public static InvalidDataException Damaged(string name, long version, string found)
    {
        var exception = Plain(new InvalidDataException(
            $"Version {version.ToString(CultureInfo.InvariantCulture)} of the document '{name}' in the store is damaged: {found} The server has lost that, or "
                + "somebody has removed it. What is written next replaces it: publish the document again."));
        exception.Data[VersionKey] = version;
        return exception;
    }
}
