using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The user that an early look has found, before authentication has run.</summary>
/// <param name="User">The user.</param>
/// <param name="Seen">The user that was set at the time of the look; null for none.</param>
internal sealed record EarlyUser(ClaimsPrincipal User, ClaimsPrincipal? Seen)
{
    /// <summary>True while the same user is set as at the time of the look: a later change of <see cref="HttpContext.User"/> overrides it.</summary>
    public bool HoldsFor(ClaimsPrincipal? set) => ReferenceEquals(Seen, set);

    /// <summary>
    /// True when authentication and authorization have both run and set nobody else: then the look was by the schemes of another endpoint, too.
    /// </summary>
    public bool IsOver(HttpContext http, ClaimsPrincipal? set) =>
        HoldsFor(set) && http.Features.Get<IAuthenticationFeature>() is not null && EarlyAuthentication.IsAuthorized(http);
}
