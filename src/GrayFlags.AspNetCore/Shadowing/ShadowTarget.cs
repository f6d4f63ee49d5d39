using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>The shadow endpoint; known once both endpoints are built.</summary>
internal sealed class ShadowTarget
{
    /// <summary>The upgraded handler.</summary>
    public RequestDelegate? Handler { get; set; }

    /// <summary>The metadata of the handler's endpoint.</summary>
    public EndpointMetadataCollection Metadata { get; set; } = EndpointMetadataCollection.Empty;
}
