using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Users of requests.</summary>
internal static class Principals
{
    // Not HttpContext.User, which makes an empty one where nobody has set any. By the type, which the server finds in half the time.
    public static ClaimsPrincipal? SetIn(HttpContext http) => ((IHttpAuthenticationFeature?)http.Features[typeof(IHttpAuthenticationFeature)])?.User;

    // Identities that middleware adds in place are those of the same user. By the list that a principal has, of which no walk is needed.
    public static byte IdentitiesOf(ClaimsPrincipal? user) =>
        user is not null && user.Identities.TryGetNonEnumeratedCount(out var count) ? (byte)count : (byte)0;

    // As the empty one is: code of the app that looks at HttpContext.User changes nothing by it.
    public static bool IsNobody(ClaimsPrincipal? user) =>
        user is null || (user.GetType() == typeof(ClaimsPrincipal) && user.Identities.All(identity => !identity.IsAuthenticated && !identity.Claims.Any()));
}
