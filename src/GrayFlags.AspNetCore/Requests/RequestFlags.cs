using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Evaluates flags for callers with a request at hand: answers like a call without a context, but without looking up the request.</summary>
internal sealed class RequestFlags(GrayRequests requests, IGrayContextAccessor accessor)
{
    // Null when the app has replaced the accessor, which is then called as always.
    private readonly RequestContextAccessor? _accessor = accessor as RequestContextAccessor;

    /// <summary>True when functions of the app make contexts, which may look at the endpoint and its route.</summary>
    public bool LooksAtRequests => requests.Builder.HasFunctions;

    /// <summary>Asks for a gate.</summary>
    public bool IsEnabled(HttpContext http, string flag, Asker asker)
    {
        var request = requests.Of(http);
        request.NoteAsked(http, asker);
        request.NoteGate(flag);
        return ContextOf(request, http, asker) is { } context ? request.Flags.IsEnabled(flag, context) : request.Flags.IsEnabled(flag);
    }

    /// <summary>Returns the decision as the endpoint would get it.</summary>
    public GrayDecision Evaluate(HttpContext http, string flag, Asker asker = Asker.Inside)
    {
        var request = requests.Of(http);
        request.NoteAsked(http, asker);
        return ContextOf(request, http, asker) is { } context ? request.Flags.Evaluate(flag, context) : request.Flags.Evaluate(flag);
    }

    /// <summary>The same by the rules that serve now, which need not be those of the request.</summary>
    public GrayDecision EvaluateNow(HttpContext http, string flag) =>
        ContextOf(requests.Of(http), http, Asker.Inside) is { } context ? requests.Evaluator.Evaluate(flag, context) : requests.Evaluator.Evaluate(flag);

    /// <summary>Everything that leads to the decision for a gate.</summary>
    public GrayExplanation Explain(HttpContext http, string flag)
    {
        var request = requests.Of(http);
        return ContextOf(request, http, Asker.Gate) is { } context ? request.Flags.Explain(flag, context) : request.Flags.Explain(flag);
    }

    /// <summary>The context of a question on which nothing of the response depends; null for nobody.</summary>
    public GrayContext? ContextAside(GrayRequest request, HttpContext http)
    {
        if (_accessor is not null)
        {
            return ContextOf(request, http, Asker.Aside);
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
