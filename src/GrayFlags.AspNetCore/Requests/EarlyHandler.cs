using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>A handler that was created for a gate.</summary>
/// <param name="handler">The handler.</param>
/// <param name="callbacks">The handler's callbacks for the start of the response.</param>
/// <param name="shown">The endpoint visible to the handler.</param>
internal sealed class EarlyHandler(IAuthenticationHandler handler, HeldCallbacks callbacks, Endpoint? shown)
{
    public IAuthenticationHandler Handler => handler;

    public HeldCallbacks Callbacks => callbacks;

    /// <summary>The headers that were set when it was asked; null for none.</summary>
    public HeldHeaders? Headers { get; set; }

    /// <summary>True when what was shown may have decided its answer.</summary>
    public bool HasLooked { get; set; }

    /// <summary>True when the result is valid for an endpoint.</summary>
    public bool HoldsFor(Endpoint? endpoint) => !HasLooked || ReferenceEquals(WatchedEndpoint.OriginalOf(endpoint), WatchedEndpoint.OriginalOf(shown));
}
