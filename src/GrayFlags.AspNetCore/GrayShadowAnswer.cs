namespace GrayFlags.AspNetCore;

/// <summary>The answer of one version. Immutable.</summary>
public sealed class GrayShadowAnswer
{
    internal GrayShadowAnswer(int statusCode, string? contentType, ReadOnlyMemory<byte> body)
    {
        StatusCode = statusCode;
        ContentType = contentType;
        Body = body;
    }

    /// <summary>The status.</summary>
    public int StatusCode { get; }

    /// <summary>The content type, or null.</summary>
    public string? ContentType { get; }

    /// <summary>The body as written by the endpoint, before compression and similar transformations.</summary>
    public ReadOnlyMemory<byte> Body { get; }
}
