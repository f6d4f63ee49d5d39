using GrayFlags.AspNetCore.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Provides the current request, which flows with its calls.</summary>
/// <remarks>
/// Separate from <see cref="IHttpContextAccessor"/>: one flowing value is the whole cost of a request that evaluates no flag, and two would double it.
/// </remarks>
/// <param name="builder">Builds contexts.</param>
/// <param name="privacy">Keeps user-dependent responses out of shared caches.</param>
/// <param name="judge">Determines the outcomes of requests.</param>
/// <param name="services">Provides the evaluator lazily, because it depends on this type for contexts.</param>
/// <param name="clock">Measures the duration of requests.</param>
/// <param name="accessor">The app's accessor, if registered, for requests that no server began.</param>
internal sealed class GrayRequests(
    RequestContextBuilder builder, AnswerPrivacy privacy, RequestJudge judge, IServiceProvider services, TimeProvider clock,
    IHttpContextAccessor? accessor = null)
{
    private readonly AsyncLocal<GrayRequest?> _current = new();
    private IGrayEvaluator? _evaluator;
    private volatile bool _isTimeWanted;

    public RequestContextBuilder Builder => builder;

    public AnswerPrivacy Privacy => privacy;

    public RequestJudge Judge => judge;

    public IGrayEvaluator Evaluator => _evaluator ??= services.GetRequiredService<IGrayEvaluator>();

    public IGrayOverrides Overrides => services.GetRequiredService<IGrayOverrides>();

    /// <summary>The request in which the caller is; null outside of one, and when it is over.</summary>
    public HttpContext? CurrentHttp => _current.Value?.Http ?? accessor?.HttpContext;

    /// <summary>The context of that request; null outside of one.</summary>
    public GrayContext? CurrentContext =>
        _current.Value is { Http: { } http } request ? request.ContextOf(http) : accessor?.HttpContext is { } named ? Of(named).ContextOf(named) : null;

    /// <summary>Runs the rest of the pipeline in the request.</summary>
    public Task RunAsync(HttpContext http, RequestDelegate next)
    {
        var request = new GrayRequest(http, this) { IsServed = true, StartedAt = _isTimeWanted ? clock.GetTimestamp() : 0 };
        request.WatchStart(http);
        privacy.ShowFromTheStart(request, http);
        if (request.StartedAt != 0)
        {
            http.Features.Set<IEndpointFeature>(new EndpointRun(request));
        }

        return RunAsync(http, request, next);
    }

    /// <summary>The caller's request while it lasts; null outside of one.</summary>
    public GrayRequest? Current => _current.Value is { Http: not null } request ? request : null;

    /// <summary>The request in which the caller began, even when it is over; null outside of one.</summary>
    public GrayRequest? Flowing => _current.Value;

    /// <summary>
    /// The outcomes of a request that began so long ago. Most apps have no guarded flag: the clock is read for each request only after the first one that
    /// evaluates such a flag, whose own time counts from here.
    /// </summary>
    public UnitOfWorkOutcomes OutcomesSince(long startedAt)
    {
        _isTimeWanted = true;
        return new UnitOfWorkOutcomes(clock, startedAt == 0 ? clock.GetTimestamp() : startedAt);
    }

    public Task RunAsync(HttpContext http, GrayRequest request, RequestDelegate next)
    {
        _current.Value = request;
        Task run;
        try
        {
            run = next(http);
        }
        catch (Exception exception)
        {
            request.End(http, exception);
            throw;
        }

        if (!run.IsCompletedSuccessfully)
        {
            return EndAfterAsync(run, http, request);
        }

        request.End(http);
        return run;
    }

    /// <summary>Returns the state of the request. A request that no server began, such as one with a hand-made context, keeps it in its features.</summary>
    public GrayRequest Of(HttpContext http)
    {
        // By its features: a context may be wrapped on its way.
        if (_current.Value is { Http: { } known } current && (ReferenceEquals(known.Features, http.Features) || HasResponseOf(current, known, http)))
        {
            return current;
        }

        if (http.Features.Get<GrayRequest>() is not { } request)
        {
            http.Features.Set(request = new GrayRequest(http, this));
        }

        return request;
    }

    /// <summary>
    /// Returns the snapshot of a scope: the request's in the request's scope, else one of its own. A long-lived connection creates scopes inside its request
    /// that need the newest rules.
    /// </summary>
    public IGrayEvaluatorSnapshot SnapshotOf(IServiceProvider scope) =>
        CurrentHttp is { } http && IsScopeOf(http, scope) ? Of(http).Flags : Evaluator.CreateSnapshot();

    // Middleware may go on in a context of its own, around the features of the request: what answers is the same.
    private static bool HasResponseOf(GrayRequest request, HttpContext known, HttpContext http) =>
        http.Features.Get<IHttpResponseFeature>() is { } response
        && (ReferenceEquals(response, known.Features.Get<IHttpResponseFeature>()) || (response is PrivateResponse shown && shown.IsOf(request)));

    // By something that a scope has once: containers may give their scopes another face each time.
    private static bool IsScopeOf(HttpContext http, IServiceProvider scope) =>
        ReferenceEquals(http.RequestServices, scope) || ReferenceEquals(http.RequestServices?.GetService<ScopeMark>(), scope.GetService<ScopeMark>());

    private static async Task EndAfterAsync(Task run, HttpContext http, GrayRequest request)
    {
        try
        {
            await run.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            request.End(http, exception);
            throw;
        }

        request.End(http);
    }
}
