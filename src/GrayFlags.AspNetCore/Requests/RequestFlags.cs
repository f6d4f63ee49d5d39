using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Evaluates flags for callers with a request at hand: answers like a call without a context, but without looking up the request.</summary>
internal sealed class RequestFlags(GrayRequests requests, IGrayContextAccessor accessor)
{
    // Null when the app has replaced the accessor, which is then called as always.
    private readonly RequestContextAccessor? _accessor = accessor as RequestContextAccessor;

    /// <summary>Evaluates a gate.</summary>
    public bool IsEnabled(HttpContext http, string flag, Asker asker)
    {
        var request = requests.Of(http);
        request.NoteAsked(http, asker);
        return ContextOf(request, http, asker) is { } context ? request.Flags.IsEnabled(flag, context) : request.Flags.IsEnabled(flag);
    }

    /// <summary>Returns the decision as the endpoint would get it.</summary>
    public GrayDecision Evaluate(HttpContext http, string flag, Asker asker = Asker.Inside)
    {
        var request = requests.Of(http);
        request.NoteAsked(http, asker);
        return ContextOf(request, http, asker) is { } context ? request.Flags.Evaluate(flag, context) : request.Flags.Evaluate(flag);
    }

    /// <summary>Explains the decision for a gate.</summary>
    public GrayExplanation Explain(HttpContext http, string flag)
    {
        var request = requests.Of(http);
        return ContextOf(request, http, Asker.Gate) is { } context ? request.Flags.Explain(flag, context) : request.Flags.Explain(flag);
    }

    /// <summary>Returns the context of a call without one, or null.</summary>
    public GrayContext? ContextOf(GrayRequest request, HttpContext http)
    {
        request.NoteAsked(http);
        if (_accessor is not null)
        {
            return ContextOf(request, http, Asker.Inside);
        }

        try
        {
            return accessor.Context;
        }
        catch (Exception)
        {
            // One of the app's. Evaluations report failures.
            return null;
        }
    }

    // If this fails, the call without a context fails again and reports it as always.
    private GrayContext? ContextOf(GrayRequest request, HttpContext http, Asker asker)
    {
        try
        {
            return _accessor?.ContextOf(request, http, asker);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
