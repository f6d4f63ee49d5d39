namespace GrayFlags.AspNetCore.Requests;

/// <summary>Who asks: what the app says by <see cref="GrayContextAccessor.Use"/>, else the current request, else nobody.</summary>
internal sealed class RequestContextAccessor(GrayContextAccessor said, GrayRequests requests) : IGrayContextAccessor
{
    public GrayContext? Context => said.Context ?? OfRequest();

    private GrayContext? OfRequest()
    {
        try
        {
            return requests.CurrentHttp is { } http ? requests.Of(http).ContextOf(http) : null;
        }
        catch (ObjectDisposedException)
        {
            // Work that outlives its request, which ends just now.
            return null;
        }
    }
}
