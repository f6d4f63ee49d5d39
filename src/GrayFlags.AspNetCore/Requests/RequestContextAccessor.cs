using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Who asks: what the app says by <see cref="GrayContextAccessor.Use"/>, else the current request, else nobody.</summary>
internal sealed class RequestContextAccessor(GrayContextAccessor said, GrayRequests requests) : IGrayContextAccessor
{
    public GrayContext? Context => said.Context ?? OfRequest();

    /// <summary>Who asks in a request that is at hand, and not over.</summary>
    public GrayContext ContextOf(GrayRequest request, HttpContext http) => said.Context ?? request.ContextOf(http);

    private GrayContext? OfRequest()
    {
        try
        {
            return requests.CurrentContext;
        }
        catch (ObjectDisposedException)
        {
            // Work that outlives its request, which ends just now.
            return null;
        }
    }
}
