using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Who asks: what the app says by <see cref="GrayContextAccessor.Use"/>, else the current request, else nobody.</summary>
internal sealed class RequestContextAccessor(IHttpContextAccessor http, GrayContextAccessor said, GrayRequests requests) : IGrayContextAccessor
{
    public GrayContext? Context => said.Context ?? OfRequest();

    private GrayContext? OfRequest()
    {
        try
        {
            return http.HttpContext is { } current ? requests.Of(current).Context : null;
        }
        catch (ObjectDisposedException)
        {
            // Work that outlived its request.
            return null;
        }
    }
}
