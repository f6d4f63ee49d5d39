namespace GrayFlags.Providers.Http;

/// <summary>Reads how long a server wants to be left alone.</summary>
internal static class RetryAfter
{
    // A longer wait would make a mistake of the server's last; beyond a day it is no wish any more but nonsense.
    private static readonly TimeSpan Max = TimeSpan.FromHours(1);
    private static readonly TimeSpan Nonsense = TimeSpan.FromDays(1);

    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider clock)
    {
        // Where the server says what time it has, its clock and ours need not agree.
        var wait = response.Headers.RetryAfter is { } header
            ? header.Delta ?? header.Date - (response.Headers.Date ?? clock.GetUtcNow())
            : null;
        if (wait is not { } time || time <= TimeSpan.Zero || time > Nonsense)
        {
            return null;
        }

        return time < Max ? time : Max;
    }
}
