namespace GrayFlags.Providers.Http;

/// <summary>The meaning of an answer for the time of the next poll.</summary>
internal enum PollOutcome
{
    /// <summary>The source answered, whatever its document is worth.</summary>
    Answered,

    /// <summary>Something that may pass by itself: no connection, 5xx, 429.</summary>
    Failed,

    /// <summary>Something that a person has to put right: 401, 404, a redirect.</summary>
    Refused,
}
