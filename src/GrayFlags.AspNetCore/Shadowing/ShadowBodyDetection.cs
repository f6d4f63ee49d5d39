using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>Says whether there is a body: handlers bind none where nobody says so.</summary>
internal sealed class ShadowBodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
{
    public bool CanHaveBody => canHaveBody;
}
