using System.Security.Claims;
using GrayFlags.AspNetCore.Requests;

namespace GrayFlags.AspNetCore;

/// <summary>The context of a user without a request.</summary>
public static class GrayFlagsClaimsPrincipalExtensions
{
    /// <summary>
    /// Builds the context of a user from claims alone, for code that has no request: a Blazor circuit, a hub, a worker. Reads
    /// <see cref="GrayAspNetCoreOptions.UserIdClaims"/>, <see cref="GrayAspNetCoreOptions.RegionClaim"/> and
    /// <see cref="GrayAspNetCoreOptions.ClaimAttributes"/>; the options that need a request are not used, and neither is the anonymous cookie.
    /// </summary>
    /// <param name="user">The user. One without an authenticated identity has no id, region or attributes.</param>
    /// <param name="options">The options of <c>AddAspNetCore</c>: inject <c>IOptions&lt;GrayAspNetCoreOptions&gt;</c>.</param>
    /// <returns>A new context, unaffected by later changes of the user. Thread-safe.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> or <paramref name="options"/> is null.</exception>
    public static GrayContext GetGrayContext(this ClaimsPrincipal user, GrayAspNetCoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(options);

        var attributes = new Dictionary<string, GrayValue>(StringComparer.Ordinal);
        UserClaims.AddAttributes(user, options, attributes);
        return new GrayContext(UserClaims.UserId(user, options), attributes) { Region = UserClaims.Region(user, options) };
    }
}
