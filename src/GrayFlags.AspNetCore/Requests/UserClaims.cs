using System.Security.Claims;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Reads the parts of a context that the options take from claims. Only authenticated identities count.</summary>
internal static class UserClaims
{
    public static string? UserId(ClaimsPrincipal user, GrayAspNetCoreOptions options)
    {
        foreach (var type in options.UserIdClaims)
        {
            if (First(user, type) is { Length: > 0 } id)
            {
                return id;
            }
        }

        return null;
    }

    public static string? Region(ClaimsPrincipal user, GrayAspNetCoreOptions options) => options.RegionClaim is { } claim ? First(user, claim) : null;

    public static void AddAttributes(ClaimsPrincipal user, GrayAspNetCoreOptions options, Dictionary<string, GrayValue> attributes)
    {
        foreach (var (name, type) in options.ClaimAttributes)
        {
            var values = All(user, type).ToArray();
            if (values.Length > 0)
            {
                attributes[name] = values.Length == 1 ? values[0] : GrayValue.FromList(values);
            }
        }
    }

    private static string? First(ClaimsPrincipal user, string type)
    {
        foreach (var identity in user.Identities)
        {
            if (identity.IsAuthenticated && identity.FindFirst(type) is { } claim)
            {
                return claim.Value;
            }
        }

        return null;
    }

    private static IEnumerable<string> All(ClaimsPrincipal user, string type) =>
        user.Identities.Where(identity => identity.IsAuthenticated).SelectMany(identity => identity.FindAll(type)).Select(claim => claim.Value);
}
