namespace GrayFlags;

/// <summary>
/// An operator's decision holds in this process, but could not be saved in time: a restart of the process before it is saved would take the decision back.
/// </summary>
/// <remarks>
/// Saving is retried for as long as the process runs, so the call need not be repeated. The inner exception is the cause, if it is known.
/// </remarks>
public sealed class GrayNotSavedException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What holds, and what was not saved.</param>
    /// <param name="innerException">Why it was not saved; null when that is not known.</param>
    public GrayNotSavedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
