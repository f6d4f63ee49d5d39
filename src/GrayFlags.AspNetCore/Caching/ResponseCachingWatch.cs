using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Knows whether the app uses response caching: its middleware asks for its options when the app is built, and nobody else does.</summary>
internal sealed class ResponseCachingWatch : IPostConfigureOptions<ResponseCachingOptions>
{
    private volatile bool _isUsed;

    public bool IsUsed => _isUsed;

    public void PostConfigure(string? name, ResponseCachingOptions options) => _isUsed = true;
}
