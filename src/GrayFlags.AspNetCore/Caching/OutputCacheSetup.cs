using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Puts the policy of this package beside those of the app, where the app caches output.</summary>
internal sealed class OutputCacheSetup(GrayRequests requests, RequestFlags flags) : IPostConfigureOptions<OutputCacheOptions>
{
    public void PostConfigure(string? name, OutputCacheOptions options) => options.AddBasePolicy(new FlagCachePolicy(requests, flags));
}
