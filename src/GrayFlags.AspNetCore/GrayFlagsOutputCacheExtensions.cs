using GrayFlags.AspNetCore.Caching;
using GrayFlags.AspNetCore.Gates;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Output caching by flags.</summary>
public static class GrayFlagsOutputCacheExtensions
{
    /// <summary>
    /// Stores a separate response for each combination of answers of the named flags and of the endpoint's gates. Without this, a response that depends on a
    /// flag is not stored at all.
    /// <code>app.MapGrayUpgrade("/menu", "menu-v2", …).CacheOutput(policy => policy.VaryByGrayFlag());</code>
    /// </summary>
    /// <remarks>Name every flag on which the response depends; if one is missing, everybody receives the first requester's version.</remarks>
    /// <param name="policy">The policy.</param>
    /// <param name="flags">The names of the flags; none for the endpoint's gates alone.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">A name is null or empty.</exception>
    public static OutputCachePolicyBuilder VaryByGrayFlag(this OutputCachePolicyBuilder policy, params string[] flags)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(flags);
        foreach (var flag in flags)
        {
            ArgumentException.ThrowIfNullOrEmpty(flag, nameof(flags));
        }

        return policy.VaryByValue(async (http, _) => KeyValuePair.Create(FlagCacheKey.Name, await KeyAsync(http, flags).ConfigureAwait(false)));
    }

    private static async ValueTask<string> KeyAsync(HttpContext http, string[] flags)
    {
        var endpoint = http.GetEndpoint();
        var asks = http.RequestServices.GetService<RequestFlags>()
            ?? throw new InvalidOperationException(
                "A cache policy varies by flags, but nothing decides them: call services.AddGrayFlags(…).AddAspNetCore().");

        // The cache may run before authentication, and the handler does not.
        await http.RequestServices.GetRequiredService<EarlyAuthentication>().AuthenticateAsync(http, endpoint is null ? [] : [endpoint]).ConfigureAwait(false);

        // Gates of endpoints that routing did not choose have decided as well: what was closed has led here.
        var gates = http.RequestServices.GetRequiredService<GrayRequests>().Of(http).Gates;
        return FlagCacheKey.Of(http)
            .Add(http, asks, endpoint is null ? flags.Concat(gates) : flags.Concat(GateSelection.GatesOf(endpoint).Select(gate => gate.Flag)).Concat(gates));
    }
}
