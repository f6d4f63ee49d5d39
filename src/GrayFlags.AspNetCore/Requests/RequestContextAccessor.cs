using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Provides the context: the one set by <see cref="GrayContextAccessor.Use"/>, else that of the current request, else none.</summary>
internal sealed class RequestContextAccessor(GrayContextAccessor said, GrayRequests requests) : IGrayContextAccessor
{
    public GrayContext? Context => Said() ?? OfRequest();

    /// <summary>Returns the context of a request at hand.</summary>
    public GrayContext ContextOf(GrayRequest request, HttpContext http, Asker asker) => said.Context ?? request.ContextOf(http, asker);

    // A context that the app has set wins.
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
            // Work that outlives its request, which is ending now.
            return null;
        }
    }
}
