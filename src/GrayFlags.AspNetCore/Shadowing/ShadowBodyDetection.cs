using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>Indicates whether there is a body: handlers bind none without this feature.</summary>
internal sealed class ShadowBodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
{
    public bool CanHaveBody => canHaveBody;
}
