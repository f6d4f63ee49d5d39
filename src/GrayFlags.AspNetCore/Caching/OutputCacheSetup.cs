using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Adds this package's policy to the app's, if the app uses output caching.</summary>
internal sealed class OutputCacheSetup(GrayRequests requests, RequestFlags flags) : IPostConfigureOptions<OutputCacheOptions>
{
    public void PostConfigure(string? name, OutputCacheOptions options) => options.AddBasePolicy(new FlagCachePolicy(requests, flags));
}
