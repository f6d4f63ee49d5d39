using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>What runs beside the original endpoint; known when both are built.</summary>
internal sealed class ShadowTarget
{
    /// <summary>The upgraded handler.</summary>
    public RequestDelegate? Handler { get; set; }

    /// <summary>What the handler's endpoint says of itself.</summary>
    public EndpointMetadataCollection Metadata { get; set; } = EndpointMetadataCollection.Empty;
}
