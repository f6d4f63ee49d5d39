namespace GrayFlags.Providers.Http;

/// <summary>The result of one fetch.</summary>
/// <param name="Load">For the updater.</param>
/// <param name="Outcome">For the schedule.</param>
/// <param name="RetryAfter">How long the server wants to be left alone, if it said so.</param>
internal sealed record FetchResult(LoadResult Load, PollOutcome Outcome, TimeSpan? RetryAfter = null);
