using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Who asks: what the app says by <see cref="GrayContextAccessor.Use"/>, else the current request, else nobody.</summary>
internal sealed class RequestContextAccessor(GrayContextAccessor said, GrayRequests requests) : IGrayContextAccessor
{
    public GrayContext? Context => Said() ?? OfRequest();

    /// <summary>Who asks in a request that is at hand, and not over.</summary>
    public GrayContext ContextOf(GrayRequest request, HttpContext http, Asker asker) => said.Context ?? request.ContextOf(http, asker);

    // Whoever the app says asks, the answer is theirs.
    private GrayContext? Said()
    {
        if (said.Context is not { } context)
        {
            return null;
        }

        if (requests.Current is { Http: { } http } request)
        {
            request.NoteAsked(http);
            request.NoteMixed();
        }

        return context;
    }

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
