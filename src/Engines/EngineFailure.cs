namespace GrayFlags.Engines;

/// <summary>Failures in an engine's own words, which have no address and no password.</summary>
internal static class EngineFailure
{
    // The core shows the message of such an exception in the status of a source; of every other exception only the type.
    private const string Key = "GrayFlags.IsPlain";

    /// <summary>Marks an exception as one whose message anybody may read.</summary>
    public static TException Plain<TException>(TException exception)
        where TException : Exception
    {
        exception.Data[Key] = true;
        return exception;
    }
}
