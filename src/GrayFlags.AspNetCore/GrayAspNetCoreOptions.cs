using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore;

/// <summary>
/// Options for building a <see cref="GrayContext"/> from a request, and for the answers of gates. Passed to <c>AddAspNetCore</c>, and validated at host start.
/// </summary>
/// <remarks>
/// Functions of the app run at most once per request and user, at the first evaluation. An exception is logged once, and the request is then evaluated as <see
/// cref="GrayContext.Anonymous"/>.
/// </remarks>
public sealed class GrayAspNetCoreOptions
{
    /// <summary>
    /// The claims that contain the user's id; the first one present wins. Only authenticated identities are considered. Default: <see
    /// cref="ClaimTypes.NameIdentifier"/>, <c>sub</c>.
    /// </summary>
    public IList<string> UserIdClaims { get; } = [ClaimTypes.NameIdentifier, "sub"];

    /// <summary>Returns the user's id, which takes precedence over claims; null or empty falls back to them. Default: none.</summary>
    public Func<HttpContext, string?>? UserId { get; set; }

    /// <summary>
    /// Returns the time when the id from <see cref="UserId"/> or from a claim was issued, if anybody can obtain one: the date of a free sign-up, or the start
    /// of an app's own session. Guards reject evidence from ids younger than the attempt; see <see cref="GrayContext.AnonymousSince"/>. Without
    /// the function, or when it returns null, the id counts as old. Default: none.
    /// </summary>
    public Func<HttpContext, DateTimeOffset?>? UserSince { get; set; }

    /// <summary>Returns the region, for example from an in-memory address database. Takes precedence over the header and the claim. Default: none.</summary>
    public Func<HttpContext, string?>? Region { get; set; }

    /// <summary>
    /// A header that contains the region, for example <c>CF-IPCountry</c>. Name only one that your proxy always sets itself, because a client may send any
    /// header.
    /// A repeated header, or a value that is not a code of letters, digits and <c>-</c>, is ignored. Default: none.
    /// </summary>
    public string? RegionHeader { get; set; }

    /// <summary>A claim that contains the region. Default: none.</summary>
    public string? RegionClaim { get; set; }

    /// <summary>Attributes taken from claims: the attribute's name and the claim's type. Several claims of a type become a list. Default: none.</summary>
    public IDictionary<string, string> ClaimAttributes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds the app's own attributes. Default: none.</summary>
    public Action<HttpContext, IDictionary<string, GrayValue>>? Attributes { get; set; }

    /// <summary>
    /// True when a gate authenticates the user if no middleware has done so yet: gates are decided by routing, which usually runs before authentication.
    /// <see cref="HttpContext.User"/> stays unchanged. Default: true. When false, gates see users only if <c>UseAuthentication</c> runs before
    /// <c>UseRouting</c>.
    /// </summary>
    public bool AuthenticateForGates { get; set; } = true;

    /// <summary>
    /// True when requests and hub invocations are recorded as outcomes of the guarded flags that they evaluate: their duration, and a verdict (see
    /// <see cref="Outcome"/>). A call ended by <see cref="IGrayEvaluator.Begin(string, GrayContext)"/> itself does not count again. Default: true.
    /// </summary>
    public bool RecordOutcomes { get; set; } = true;

    /// <summary>
    /// Returns the verdict on a completed request, given its unhandled exception or null; returns null for the default verdict. Called only for requests that
    /// evaluated a guarded flag, and not when the client has disconnected, which is <see cref="UnitOfWorkOutcomes.Abandon"/>. Must be quick. An exception is
    /// logged once, and the default verdict applies. Default: none.
    /// </summary>
    /// <remarks>
    /// The default judges only the release. A failure is a status of 500 or above, even when an error page or a redirect has replaced it, an exception
    /// that left the endpoint and was not answered by a 4xx, and a <c>grpc-status</c> of 2, 4, 8, 13, 14 or 15. Ignored are requests that did not reach their
    /// endpoint, and a <c>BadHttpRequestException</c> below 500.
    /// </remarks>
    public Func<HttpContext, Exception?, GrayVerdict?>? Outcome { get; set; }

    /// <summary>The requesters whose outcomes are evidence for guards. Default: <see cref="GrayOutcomesOf.Everyone"/>.</summary>
    public GrayOutcomesOf OutcomesOf { get; set; }

    /// <summary>
    /// True when a response that depends on a flag is sent with <c>Cache-Control: private</c>, and with <c>Vary</c> for the headers of these options, so that
    /// no shared cache serves it to others. The framework's caches do not store it in either case. Default: true. When false, the app must ensure this, for
    /// example by a proxy with the version in its key.
    /// </summary>
    public bool PrivateResponses { get; set; } = true;

    /// <summary>
    /// The default answer of a closed gate, for example <c>Results.StatusCode(503).ExecuteAsync</c>. Default: none, as if the endpoint did not exist: 404
    /// unless another one matches.
    /// </summary>
    public RequestDelegate? GateOtherwise { get; set; }

    /// <summary>
    /// The secret key of the header by which testers override flags, at least 32 bytes; see <see cref="GrayOverrideHeader"/>. Default: null, which ignores the
    /// header.
    /// </summary>
    public byte[]? OverrideKey { get; set; }

    /// <summary>
    /// Keys by id, like <see cref="OverrideKey"/>, for headers that name one. To rotate, add the new key, sign with it, and remove the old one when its last
    /// header has expired. Default: none.
    /// </summary>
    public IDictionary<string, byte[]> OverrideKeys { get; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    internal bool HasOverrideKey => OverrideKey is not null || OverrideKeys.Count > 0;

    /// <summary>The maximum time until an override expires; a longer one is ignored. Default: 1 day; above 0.</summary>
    public TimeSpan OverrideMaxLifetime { get; set; } = TimeSpan.FromDays(1);
}
