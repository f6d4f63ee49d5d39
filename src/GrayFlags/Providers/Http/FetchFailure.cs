namespace GrayFlags.Providers.Http;

/// <summary>An answer that holds no document to read. The reason is shown to people: it never holds anything that was sent or received.</summary>
internal sealed class FetchFailure(string reason, PollOutcome outcome, TimeSpan? retryAfter = null) : Exception(reason)
{
    public PollOutcome Outcome { get; } = outcome;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
