using GrayFlags.AspNetCore.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Knows the current request, wherever it is asked for: it flows with the calls that the request makes.</summary>
/// <remarks>Of its own, and not <see cref="IHttpContextAccessor"/>: one value that flows is what a request costs that asks for no flag, and two would be twice that.</remarks>
/// <param name="builder">Makes contexts.</param>
/// <param name="privacy">Keeps responses that depend on who asks out of what is shared.</param>
/// <param name="judge">Says how requests went.</param>
/// <param name="services">Gives the evaluator, when it is needed: it asks this for contexts.</param>
/// <param name="clock">Tells how long requests take.</param>
/// <param name="accessor">Where the app has registered it, it is asked for requests that no server began.</param>
internal sealed class GrayRequests(
    RequestContextBuilder builder, AnswerPrivacy privacy, RequestJudge judge, IServiceProvider services, TimeProvider clock, IHttpContextAccessor? accessor = null)
{
    private readonly AsyncLocal<GrayRequest?> _current = new();
    private IGrayEvaluator? _evaluator;
    private volatile bool _isTimeWanted;

    public RequestContextBuilder Builder => builder;

    public AnswerPrivacy Privacy => privacy;

    public RequestJudge Judge => judge;

    public IGrayEvaluator Evaluator => _evaluator ??= services.GetRequiredService<IGrayEvaluator>();

    /// <summary>The request in which the caller is; null outside of one, and when it is over.</summary>
    public HttpContext? CurrentHttp => _current.Value?.Http ?? accessor?.HttpContext;

    /// <summary>Who asks in that request; null outside of one.</summary>
    public GrayContext? CurrentContext => _current.Value is { Http: { } http } request ? request.ContextOf(http) : accessor?.HttpContext is { } named ? Of(named).ContextOf(named) : null;

    /// <summary>Runs what follows in the request: around everything else.</summary>
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

    /// <summary>The request in which the caller is, while it lasts; null outside of one.</summary>
    public GrayRequest? Current => _current.Value is { Http: not null } request ? request : null;

    /// <summary>The request in which the caller began, also when that is over; null outside of one.</summary>
    public GrayRequest? Flowing => _current.Value;

    /// <summary>Where the outcome of a request goes that began so long ago. Most apps have no flag with guards: the clock is read for each request from the first one on that asks for such a flag, whose own time counts from here.</summary>
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

    /// <summary>What is known of the request. One that nobody began, as a context made by hand, keeps it in its features.</summary>
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

    /// <summary>The snapshot of a scope: that of the request where the scope is the request's, else one of its own. A connection that lasts makes scopes inside of its request, which want the newest rules.</summary>
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
