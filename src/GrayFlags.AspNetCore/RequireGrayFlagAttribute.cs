using GrayFlags.AspNetCore;
using GrayFlags.AspNetCore.Gates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace GrayFlags;

/// <summary>
/// A gate: the endpoint exists for those for whom the flag is on. Of several all must be open. For controllers, actions and pages; endpoints have
/// <c>RequireGrayFlag</c>.
/// </summary>
/// <remarks>
/// Decided by routing, before authorisation: who may not know of an endpoint is not asked to sign in. Needs <c>AddGrayFlags(…).AddAspNetCore()</c>; without
/// it the endpoint fails.
/// </remarks>
/// <param name="flag">The flag's name; a flag that does not exist is off.</param>
/// <param name="enabled">False: the endpoint exists for those for whom the flag is off.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireGrayFlagAttribute(string flag, bool enabled = true) : Attribute, IGrayGateMetadata, IFilterFactory
{
    /// <summary>The flag's name.</summary>
    public string Flag { get; } = string.IsNullOrEmpty(flag) ? throw new ArgumentException("A gate needs the name of a flag.", nameof(flag)) : flag;

    /// <summary>The state that opens the gate: true for on, false for off.</summary>
    public bool Enabled { get; } = enabled;

    /// <summary>The status by which a closed gate answers. Default: 0, as the options say; without them 404, as if the endpoint did not exist.</summary>
    public int StatusCode { get; set; }

    internal RequestDelegate? Otherwise { get; init; }

    /// <summary>The handler that answers when the gate is closed; null for that of the options.</summary>
    internal RequestDelegate? Answer => Otherwise ?? (StatusCode == 0 ? null : WriteStatus);

    private Task WriteStatus(HttpContext http)
    {
        http.Response.StatusCode = StatusCode;
        return Task.CompletedTask;
    }

    bool IFilterFactory.IsReusable => true;

    // No filter is needed where the gate is decided by routing. Where nobody registered that, a forgotten line must not open the gate.
    IFilterMetadata IFilterFactory.CreateInstance(IServiceProvider serviceProvider)
    {
        GateRegistration.ThrowIfMissing(serviceProvider, Flag);
        return NoFilter.Instance;
    }

    private sealed class NoFilter : IFilterMetadata
    {
        public static readonly NoFilter Instance = new();
    }
}
