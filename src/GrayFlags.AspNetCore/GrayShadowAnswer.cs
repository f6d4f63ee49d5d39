namespace GrayFlags.AspNetCore;

/// <summary>What one version answered. Immutable.</summary>
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

    /// <summary>The content type; null where there is none.</summary>
    public string? ContentType { get; }

    /// <summary>The body, as it left the endpoint: before compression and the like.</summary>
    public ReadOnlyMemory<byte> Body { get; }
}
