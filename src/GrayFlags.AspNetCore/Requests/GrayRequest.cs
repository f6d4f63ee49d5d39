using System.Security.Claims;
using GrayFlags.AspNetCore.Gates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
    private FlagNames _gates;

    // What functions of the app saw at a gate; null where they do not have to be asked again.
    private RequestSight? _sight;
    private bool _isAnonymousIdRead;
    private bool _isIdWithheld;
    private bool _isLasting;
    private bool _isBuilding;
    private bool _isMarked;
    private bool _isAskedInside;
    private bool _isGateAsked;
    private bool _isMixed;
    private bool _isGateSeen;
    private byte _identities;
    private Origin _origin;

    // For the last to be called back as the response starts, which may be after the end.
    private HttpContext? _starting;

    /// <summary>The request; null when it is over. Work that outlives it holds this object, and must not hold, or ask, what the server uses again.</summary>
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
                return _gates.All;
            }
        }
    }

    /// <summary>True for a shadow of the answered request, whose outcomes do not count for the user.</summary>
    public bool IsShadow => _origin == Origin.Shadow;

    /// <summary>The timestamp of the start; 0 when it was not needed before.</summary>
    public long StartedAt { get; init; }

    /// <summary>Creates the state of a shadow, with the original's context and pinned rules.</summary>
    public static GrayRequest ShadowOf(HttpContext http, GrayRequests requests, GrayContext context, IGrayEvaluatorSnapshot flags)
    {
        var user = Principals.SetIn(http);
        return new(http, requests) { _origin = Origin.Shadow, _flags = flags, _context = context, _user = user, _identities = Principals.IdentitiesOf(user) };
    }

    /// <summary>The pinned rules of the request, shared by gates and the scope's snapshot.</summary>
    public IGrayEvaluatorSnapshot Flags => Volatile.Read(ref _flags) ?? Pin();

    /// <summary>Returns the context: built at the first evaluation, and again only after a change of the user.</summary>
    public GrayContext ContextOf(HttpContext http, Asker asker = Asker.Inside)
    {
        NoteAsked(http, asker);
        var set = Principals.SetIn(http);
        if (Volatile.Read(ref _early)?.IsOver(http, set) == true)
        {
            Volatile.Write(ref _early, null);
        }

        var user = UserOf(set);
        var isKept = ReferenceEquals(Volatile.Read(ref _user), user)
            && _identities == Principals.IdentitiesOf(user)
            && (!_isIdWithheld || !MayDraw(asker))
            && !IsOutdated(http, asker);
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

    /// <summary>Makes the response private as the last of those who are called back when it starts: they come in the opposite order.</summary>
    public void WatchStart(HttpContext http)
    {
        if (!requests.Privacy.IsWanted)
        {
            return;
        }

        _starting = http;
        http.Response.OnStarting(
            static request =>
            {
                ((GrayRequest)request).CompleteAtLast();
                return Task.CompletedTask;
            },
            this);
    }

    /// <summary>Notes that an endpoint was chosen: whatever becomes of it, a gate has led to it.</summary>
    public void NoteEndpoint(HttpContext http) => _isGateSeen |= !_isGateSeen && EarlyGates.HaveLedTo(http);

    /// <summary>Notes that a gate asks for a flag.</summary>
    public void NoteGate(string flag)
    {
        if (_gates.IsKnown(flag))
        {
            return;
        }

        lock (this)
        {
            _gates.Add(flag);
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

    /// <summary>Takes a user for the one who asks, until <see cref="HttpContext.User"/> changes; null takes that back.</summary>
    public void UseEarly(HttpContext http, ClaimsPrincipal? user) =>
        Volatile.Write(ref _early, user is null ? null : new EarlyUser(user, Principals.SetIn(http)));

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
            cookie.WriteAtStart(http, this, id, kept);
        }

        return _anonymousId;
    }

    /// <summary>True when the id is that of the response: an anonymous request that turned out to have a user needs none.</summary>
    public bool UsesId(HttpContext http, string id) =>
        IsSeen(http) && string.Equals(ContextOf(http, Asker.Gate).UserId, id, StringComparison.Ordinal);

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

        if (http.Response.HasStarted)
        {
            _starting = null;
        }
        else if (exception is null)
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

            if (http.Features.Get<IEndpointFeature>() is var endpoint and not (EndpointRun or NotedEndpoint))
            {
                http.Features.Set<IEndpointFeature>(new NotedEndpoint(this, http, endpoint?.Endpoint));
            }

            requests.Privacy.Show(this, http);
            if (http.Response.HasStarted)
            {
                requests.Privacy.NoteLate(http);
            }
        }
    }

    private void CompleteHeaders(HttpContext http)
    {
        if (_isMarked && IsServed && IsSeen(http))
        {
            requests.Privacy.Complete(http);
        }
    }

    private void CompleteAtLast()
    {
        if (Interlocked.Exchange(ref _starting, null) is { } http)
        {
            CompleteHeaders(http);
        }
    }

    private IGrayEvaluatorSnapshot Pin()
    {
        var pinned = requests.Evaluator.CreateSnapshot();
        return Interlocked.CompareExchange(ref _flags, pinned, null) ?? pinned;
    }

    // A closed gate shows nothing of itself: what was asked has to have led somewhere.
    private bool IsSeen(HttpContext http) => _isAskedInside || _isGateSeen || EarlyGates.HaveLedTo(http);

    private ClaimsPrincipal? UserOf(ClaimsPrincipal? set) => Volatile.Read(ref _early) is { } early && early.HoldsFor(set) ? early.User : set;

    // Functions of the app were asked for a gate: for the app they are asked once more, where middleware has changed what they may look at.
    private bool IsOutdated(HttpContext http, Asker asker)
    {
        if (asker != Asker.Inside || Volatile.Read(ref _sight) is not { } sight)
        {
            return false;
        }

        var isOutdated = !sight.IsStill(http);
        if (!isOutdated)
        {
            // By the first question alone, as without a gate.
            Volatile.Write(ref _sight, null);
        }

        return isOutdated;
    }

    private static bool MayDraw(Asker asker) => asker is Asker.Inside or Asker.Halves;

    // The lock is on this, which nobody else sees, since most requests never build: they should not pay for an object to lock on.
    private GrayContext Build(HttpContext http, ClaimsPrincipal? set, Asker asker)
    {
        lock (this)
        {
            var user = UserOf(set);
            if (!ReferenceEquals(user, set))
            {
                // Somebody may have signed in while this waited, and what an early look found is not to be put in their place.
                set = Principals.SetIn(http);
                user = UserOf(set);
            }

            var isDrawing = _isIdWithheld && MayDraw(asker);
            var isOutdated = IsOutdated(http, asker) || (ReferenceEquals(_user, user) && _identities != Principals.IdentitiesOf(user));
            if (_context is { } kept
                && !isDrawing
                && !isOutdated
                && (ReferenceEquals(_user, user) || (Principals.IsNobody(_user) && Principals.IsNobody(user))))
            {
                _identities = Principals.IdentitiesOf(user);
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
                var context = requests.Builder.BuildFor(user, set, http, this, MayDraw(asker));
                if (isDrawing
                    && _context is { } before
                    && string.Equals(context.UserId, _anonymousId, StringComparison.Ordinal)
                    && !GateSelection.AreOpen(http.GetEndpoint(), Flags, context))
                {
                    // Gates were decided without the id drawn now. With it they must give the same answers, so that the request stays consistent.
                    (context, _anonymousId) = (before, null);
                }

                if (ReferenceEquals(context, GrayContext.Anonymous))
                {
                    // A function has failed: it may not the next time, and until then nobody asks.
                    _isMixed = true;
                    return context;
                }

                if (isOutdated && _context is { } earlier && RequestContextBuilder.AreSame(earlier, context))
                {
                    context = earlier;
                }

                _isMixed |= _context is not null && !ReferenceEquals(_context, context);
                _sight = asker is Asker.Gate or Asker.Halves && requests.Builder.HasFunctions ? RequestSight.Of(http) : null;
                _identities = Principals.IdentitiesOf(user);
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

    // In one byte: with all that is known of it, a request fits into what it took before.
    private enum Origin : byte
    {
        App,
        Server,
        Shadow,
    }
}
