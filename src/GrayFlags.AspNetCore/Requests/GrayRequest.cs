using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Who asks in one request. Built when the first flag is asked for, and again only where the user has become another one since.</summary>
internal sealed class GrayRequest(HttpContext http, RequestContextBuilder builder)
{
    private readonly object _building = new();
    private KeptContext? _kept;
    private EarlyUser? _early;
    private string? _anonymousId;
    private bool _isAnonymousIdRead;
    private bool _isBuilding;

    public GrayContext Context
    {
        get
        {
            var kept = Volatile.Read(ref _kept);
            return kept is not null && ReferenceEquals(kept.User, User) ? kept.Context : Build();
        }
    }

    // Whoever changes HttpContext.User later knows better than an early look.
    private ClaimsPrincipal User => Volatile.Read(ref _early) is { } early && ReferenceEquals(early.Seen, http.User) ? early.User : http.User;

    /// <summary>Takes a user for the one who asks, until <see cref="HttpContext.User"/> changes; null takes that back.</summary>
    public void UseEarly(ClaimsPrincipal? user) => Volatile.Write(ref _early, user is null ? null : new EarlyUser(user, http.User));

    /// <summary>The id of a visitor who is nobody yet; null where there is no cookie and none can be set any more.</summary>
    public string? AnonymousId(AnonymousCookie cookie)
    {
        if (_isAnonymousIdRead)
        {
            return _anonymousId;
        }

        _isAnonymousIdRead = true;
        _anonymousId = cookie.Read(http);
        if (_anonymousId is null && !http.Response.HasStarted)
        {
            var id = _anonymousId = AnonymousCookie.NewId();
            http.Response.OnStarting(() =>
            {
                WriteIfUsed(cookie, id);
                return Task.CompletedTask;
            });
        }

        return _anonymousId;
    }

    // Who asked as nobody and then turned out to be somebody needs no cookie.
    private void WriteIfUsed(AnonymousCookie cookie, string id)
    {
        if (string.Equals(Context.UserId, id, StringComparison.Ordinal))
        {
            cookie.Write(http, id);
        }
    }

    private GrayContext Build()
    {
        lock (_building)
        {
            var user = User;
            if (_kept is { } kept && ReferenceEquals(kept.User, user))
            {
                return kept.Context;
            }

            // A function of the app that asks for a flag while it helps to build the context.
            if (_isBuilding)
            {
                return GrayContext.Anonymous;
            }

            var before = http.User;
            _isBuilding = true;
            try
            {
                http.User = user;
                var context = builder.Build(http, this);
                Volatile.Write(ref _kept, new KeptContext(user, context));
                return context;
            }
            finally
            {
                http.User = before;
                _isBuilding = false;
            }
        }
    }

    private sealed record KeptContext(ClaimsPrincipal User, GrayContext Context);

    private sealed record EarlyUser(ClaimsPrincipal User, ClaimsPrincipal Seen);
}
