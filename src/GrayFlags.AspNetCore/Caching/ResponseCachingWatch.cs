using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Caching;

/// <summary>Detects response caching: only its middleware resolves its options, when the app is built.</summary>
internal sealed class ResponseCachingWatch : IPostConfigureOptions<ResponseCachingOptions>
{
    private volatile bool _isUsed;

    public bool IsUsed => _isUsed;

    public void PostConfigure(string? name, ResponseCachingOptions options) => _isUsed = true;
}
