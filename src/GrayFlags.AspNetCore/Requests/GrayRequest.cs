using System.Security.Claims;
using GrayFlags.AspNetCore.Gates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>
/// The state of one request: its context and its pinned rules, both created at the first evaluation; a request without one pays for this object alone.
/// </summary>
internal sealed class GrayRequest(HttpContext http, GrayRequests requests)
{
    private HttpContext? _http = http;
    private UnitOfWorkOutcomes? _outcomes;
    private IGrayEvaluatorSnapshot? _flags;

    // The context and its user. The context is written before the user and read after: a reader of the user sees this context, or a newer one.
    private GrayContext? _context;
    private ClaimsPrincipal? _user;

    private EarlyUser? _early;
    private string? _anonymousId;

    // A name, or a set of several: nearly always there is one, or none.
    private object? _gates;
    private bool _isAnonymousIdRead;
    private bool _isIdWithheld;
    private bool _isLasting;
    private bool _isBuilding;
    private bool _isMarked;
    private bool _isAskedInside;
    private bool _isGateAsked;
    private bool _isMixed;
    private Origin _origin;

    /// <summary>
    /// The request; null when it is over. Work that outlives the request holds this object, and must not use anything that the server reuses.
    /// </summary>
    public HttpContext? Http => Volatile.Read(ref _http);

    /// <summary>True when a server sends the response: false for a copy, or for a hand-made context.</summary>
    public bool IsServed { get => _origin == Origin.Server; init => _origin = value ? Origin.Server : Origin.App; }

    /// <summary>True when a tester's overrides apply.</summary>
    public bool IsOverridden { get; set; }

    /// <summary>True when any flag was evaluated, so that the response depends on the user.</summary>
    public bool IsAsked => _isMarked;

    /// <summary>True when the app's code has evaluated a flag.</summary>
    public bool IsAskedInside => _isAskedInside;

    /// <summary>True when a gate has evaluated a flag.</summary>
    public bool IsGateAsked => _isGateAsked;

    /// <summary>True when flags were asked for more than one user or context in it: then no answer holds for all of the response.</summary>
    public bool IsMixed => Volatile.Read(ref _isMixed);

    /// <summary>The flags that gates have asked for, also those of endpoints that routing did not choose.</summary>
    public IReadOnlyCollection<string> Gates
    {
        get
        {
            lock (this)
            {
                return _gates switch
                {
                    null => [],
                    string one => [one],
                    var several => [.. (HashSet<string>)several],
                };
            }
        }
    }

    /// <summary>True for a shadow of the answered request, whose outcomes do not count for the user.</summary>
    public bool IsShadow => _origin == Origin.Shadow;

    /// <summary>The timestamp of the start; 0 when it was not needed before.</summary>
    public long StartedAt { get; init; }

    /// <summary>Creates the state of a shadow, with the original's context and pinned rules.</summary>
    public static GrayRequest ShadowOf(HttpContext http, GrayRequests requests, GrayContext context, IGrayEvaluatorSnapshot flags) =>
        new(http, requests) { _origin = Origin.Shadow, _flags = flags, _context = context, _user = SetUserOf(http) };

    /// <summary>The pinned rules of the request, shared by gates and the scope's snapshot.</summary>
    public IGrayEvaluatorSnapshot Flags => Volatile.Read(ref _flags) ?? Pin();

    /// <summary>Returns the context: built at the first evaluation, and again only after a change of the user.</summary>
    public GrayContext ContextOf(HttpContext http, Asker asker = Asker.Inside)
    {
        NoteAsked(http, asker);
        var set = SetUserOf(http);
        var isKept = ReferenceEquals(Volatile.Read(ref _user), UserOf(set)) && (!_isIdWithheld || !MayDraw(asker));
        return isKept && Volatile.Read(ref _context) is { } kept ? kept : Build(http, set, asker);
    }

    /// <summary>Makes the response private, because it now depends on a flag.</summary>
    /// <param name="http">The request.</param>
    /// <param name="asker">The origin of the evaluation.</param>
    public void NoteAsked(HttpContext http, Asker asker = Asker.Inside)
    {
        if (asker == Asker.Aside)
        {
            return;
        }

        _isAskedInside |= asker == Asker.Inside;
        _isGateAsked |= asker != Asker.Inside;
        if (!_isMarked)
        {
            Mark(http);
        }
    }

    /// <summary>Notes that a gate asks for a flag.</summary>
    public void NoteGate(string flag)
    {
        if (ReferenceEquals(Volatile.Read(ref _gates), flag))
        {
            return;
        }

        lock (this)
        {
            if (_gates is string one && !string.Equals(one, flag, StringComparison.OrdinalIgnoreCase))
            {
                _gates = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { one, flag };
            }
            else
            {
                (_gates as HashSet<string>)?.Add(flag);
                _gates ??= flag;
            }
        }
    }

    /// <summary>Notes that a flag is asked for a context that is not that of the request.</summary>
    public void NoteMixed() => Volatile.Write(ref _isMixed, true);

    /// <summary>Goes on in another request: of a connection that outlives the one in which it began, as that of a hub does that is polled.</summary>
    public void ContinueIn(HttpContext http)
    {
        _isLasting = true;
        Volatile.Write(ref _http, http);
    }

    /// <summary>Ends the connection.</summary>
    public void EndContinued()
    {
        if (_isLasting)
        {
            Volatile.Write(ref _http, null);
        }
    }

    /// <summary>Uses a user in place of <see cref="HttpContext.User"/>, until that changes; null reverts to it.</summary>
    public void UseEarly(HttpContext http, ClaimsPrincipal? user) => Volatile.Write(ref _early, user is null ? null : new EarlyUser(user, SetUserOf(http)));

    /// <summary>Returns the id of an anonymous visitor; null when there is no cookie, and none can be set or drawn now.</summary>
    public string? AnonymousId(HttpContext http, AnonymousCookie cookie, bool mayDraw)
    {
        if (!_isAnonymousIdRead)
        {
            _isAnonymousIdRead = true;
            _anonymousId = cookie.Read(http);
        }

        _isIdWithheld = _anonymousId is null && !mayDraw;
        if (_anonymousId is null && mayDraw && IsServed && !_isLasting && !http.Response.HasStarted && cookie.Draw(http) is var (id, kept))
        {
            _anonymousId = id;
            http.Response.OnStarting(() =>
            {
                WriteIfUsed(http, cookie, id, kept);
                return Task.CompletedTask;
            });
        }

        return _anonymousId;
    }

    /// <summary>Returns the outcomes of the guarded flags that the request evaluates.</summary>
    public UnitOfWorkOutcomes Outcomes
    {
        get
        {
            if (Volatile.Read(ref _outcomes) is { } known)
            {
                return known;
            }

            var made = requests.OutcomesSince(StartedAt);
            return Interlocked.CompareExchange(ref _outcomes, made, null) ?? made;
        }
    }

    /// <summary>Marks the request as a long-lived connection, whose admission was a success.</summary>
    public void EndAsConnection() => Volatile.Read(ref _outcomes)?.Complete(GrayVerdict.Success);

    /// <summary>Ends the request and its outcomes.</summary>
    public void End(HttpContext http, Exception? exception = null)
    {
        if (Volatile.Read(ref _outcomes) is { } outcomes)
        {
            requests.Judge.End(outcomes, http, exception);
        }

        if (exception is null && !http.Response.HasStarted)
        {
            CompleteHeaders(http);
        }

        // Not when it continues in another request; and without waiting for a thread that still builds a context.
        Interlocked.CompareExchange(ref _http, null, http);
    }

    private void Mark(HttpContext http)
    {
        lock (this)
        {
            if (_isMarked)
            {
                return;
            }

            _isMarked = true;
            if (!IsServed || !requests.Privacy.IsWanted)
            {
                return;
            }

            requests.Privacy.Show(this, http);
            if (http.Response.HasStarted)
            {
                requests.Privacy.NoteLate(http);
                return;
            }

            // If nothing is sent before the request is over, this runs at its end, when this object has no request any more.
            http.Response.OnStarting(
                static request =>
                {
                    if (((GrayRequest)request).Http is { } http)
                    {
                        ((GrayRequest)request).CompleteHeaders(http);
                    }

                    return Task.CompletedTask;
                },
                this);
        }
    }

    private void CompleteHeaders(HttpContext http)
    {
        if (_isMarked && IsServed && IsSeen(http))
        {
            requests.Privacy.Complete(http);
        }
    }

    private IGrayEvaluatorSnapshot Pin()
    {
        var pinned = requests.Evaluator.CreateSnapshot();
        return Interlocked.CompareExchange(ref _flags, pinned, null) ?? pinned;
    }

    // A closed gate reveals nothing of itself: the evaluation must have led to an answer.
    private bool IsSeen(HttpContext http) => _isAskedInside || EarlyGates.HaveLedTo(http);

    // An anonymous request that turned out to have a user needs no cookie.
    private void WriteIfUsed(HttpContext http, AnonymousCookie cookie, string id, string kept)
    {
        if (ReferenceEquals(requests.Of(http), this) && IsSeen(http) && string.Equals(ContextOf(http, Asker.Gate).UserId, id, StringComparison.Ordinal))
        {
            cookie.Write(http, kept);
        }
    }

    // Gates were decided without the id drawn now. With it they must give the same answers, so that the request stays consistent.
    private bool AreGatesAsBefore(HttpContext http, GrayContext context)
    {
        if (http.GetEndpoint() is { } endpoint)
        {
            foreach (var gate in GateSelection.GatesOf(endpoint))
            {
                if (Flags.IsEnabled(gate.Flag, context) != gate.Enabled)
                {
                    return false;
                }
            }
        }

        return true;
    }

    // A later change of HttpContext.User overrides an early look.
    private ClaimsPrincipal? UserOf(ClaimsPrincipal? set) => Volatile.Read(ref _early) is { } early && ReferenceEquals(early.Seen, set) ? early.User : set;

    // Not HttpContext.User, which creates an empty one when none was set. By the type, which the server finds in half the time.
    private static ClaimsPrincipal? SetUserOf(HttpContext http) => ((IHttpAuthenticationFeature?)http.Features[typeof(IHttpAuthenticationFeature)])?.User;

    private static bool MayDraw(Asker asker) => asker is Asker.Inside or Asker.Halves;

    // As the empty one is: code of the app that looks at HttpContext.User changes nothing by it.
    private static bool IsNobody(ClaimsPrincipal? user) =>
        user is null || (user.GetType() == typeof(ClaimsPrincipal) && user.Identities.All(identity => !identity.IsAuthenticated && !identity.Claims.Any()));

    // Locks on this, which nobody else sees: most requests never build a context and should not pay for a lock object.
    private GrayContext Build(HttpContext http, ClaimsPrincipal? set, Asker asker)
    {
        lock (this)
        {
            var user = UserOf(set);
            if (!ReferenceEquals(user, set))
            {
                // A user may have signed in during the wait, and the result of an early look must not replace them.
                set = SetUserOf(http);
                user = UserOf(set);
            }

            var isDrawing = _isIdWithheld && MayDraw(asker);
            if (_context is { } kept && !isDrawing && (ReferenceEquals(_user, user) || (IsNobody(_user) && IsNobody(user))))
            {
                Volatile.Write(ref _user, user);
                return kept;
            }

            // An app's function that evaluates a flag while it helps to build the context.
            if (_isBuilding)
            {
                return GrayContext.Anonymous;
            }

            _isBuilding = true;
            try
            {
                var context = BuildFor(user, set, http, asker);
                if (isDrawing
                    && _context is { } before
                    && string.Equals(context.UserId, _anonymousId, StringComparison.Ordinal)
                    && !AreGatesAsBefore(http, context))
                {
                    (context, _anonymousId) = (before, null);
                }

                _isMixed |= _context is not null;
                Volatile.Write(ref _context, context);
                Volatile.Write(ref _user, user);
                return context;
            }
            finally
            {
                _isBuilding = false;
            }
        }
    }

    // The app's functions see the user in HttpContext.User, even when nobody else does yet.
    private GrayContext BuildFor(ClaimsPrincipal? user, ClaimsPrincipal? set, HttpContext http, Asker asker)
    {
        if (user is null || ReferenceEquals(set, user))
        {
            return requests.Builder.Build(http, user, this, mayDraw: MayDraw(asker));
        }

        http.User = user;
        try
        {
            return requests.Builder.Build(http, user, this, mayDraw: MayDraw(asker));
        }
        finally
        {
            http.User = set!;
        }
    }

    // In one byte, so that the state of a request does not grow.
    private enum Origin : byte
    {
        App,
        Server,
        Shadow,
    }

    private sealed record EarlyUser(ClaimsPrincipal User, ClaimsPrincipal? Seen);
}
