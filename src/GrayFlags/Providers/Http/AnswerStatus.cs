using System.Net;

namespace GrayFlags.Providers.Http;

/// <summary>Sorts statuses into those that pass by themselves and those that a person has to put right. None of them is final.</summary>
internal static class AnswerStatus
{
    /// <exception cref="FetchFailure">The status is not 200.</exception>
    public static void ThrowIfNotOk(HttpResponseMessage response, TimeProvider clock)
    {
        // No other 2xx brings a whole document.
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return;
        }

        var status = (int)response.StatusCode;
        var isPassing = status >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        throw new FetchFailure(FailureText.Status(response.StatusCode), isPassing ? PollOutcome.Failed : PollOutcome.Refused, RetryAfter.Of(response, clock));
    }
}
