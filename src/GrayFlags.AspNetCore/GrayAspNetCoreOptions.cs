using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore;

/// <summary>
/// How a request becomes a <see cref="GrayContext"/>, and how gates answer. Given to <c>AddAspNetCore</c>, and checked at the start of the host.
/// </summary>
/// <remarks>
/// Functions of the app run at most once for each request and user, when the first flag is asked for. What
/// they throw is logged once, and the request then asks as <see cref="GrayContext.Anonymous"/>.
/// </remarks>
public sealed class GrayAspNetCoreOptions
{
    /// <summary>
    /// The claims that hold the user's id, the first that is there counts. Only claims of an identity that is
    /// authenticated are looked at. Default: <see cref="ClaimTypes.NameIdentifier"/>, <c>sub</c>.
    /// </summary>
    public IList<string> UserIdClaims { get; } = [ClaimTypes.NameIdentifier, "sub"];

    /// <summary>Gives the user's id. What it gives comes before the claims; null or empty: the claims are looked at. Default: none.</summary>
    public Func<HttpContext, string?>? UserId { get; set; }

    /// <summary>
    /// Gives the time at which the id from <see cref="UserId"/> or from a claim was issued, where anybody may get one: the date of a free sign-up, or the begin
    /// of a session of the app's own. Guards take nobody as evidence whose id is younger than the attempt; see <see cref="GrayContext.AnonymousSince"/>. Null
    /// from it, or none: the id counts as old. Default: none.
    /// </summary>
    public Func<HttpContext, DateTimeOffset?>? UserSince { get; set; }

    /// <summary>
    /// Gives the region, for example from a database of addresses in memory. What it gives comes before the header and the claim. Default: none.
    /// </summary>
    public Func<HttpContext, string?>? Region { get; set; }

    /// <summary>
    /// A header that holds the region, for example <c>CF-IPCountry</c>. Name only one that your proxy always sets itself: a client may send any header.
    /// One that comes twice, or is no code of letters, digits and <c>-</c>, is ignored. Default: none.
    /// </summary>
    public string? RegionHeader { get; set; }

    /// <summary>A claim that holds the region. Default: none.</summary>
    public string? RegionClaim { get; set; }

    /// <summary>Attributes that are claims: the attribute's name, and the claim's type. More than one claim of a type is a list. Default: none.</summary>
    public IDictionary<string, string> ClaimAttributes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds attributes of the app's own choice. Default: none.</summary>
    public Action<HttpContext, IDictionary<string, GrayValue>>? Attributes { get; set; }

    /// <summary>
    /// Whether a gate asks the authentication service who the user is where no middleware has yet: gates are decided
    /// by routing, which usually runs before authentication. <see cref="HttpContext.User"/> stays as it is. Default:
    /// true. False: gates then see users only where <c>UseAuthentication</c> runs before <c>UseRouting</c>.
    /// </summary>
    public bool AuthenticateForGates { get; set; } = true;

    /// <summary>
    /// Whether requests, and invocations of hubs, are the outcomes of the flags with guards that they ask for: their duration, and a verdict (see
    /// <see cref="Outcome"/>). A call ended by <see cref="IGrayEvaluator.Begin(string, GrayContext)"/> itself does not count again. Default: true.
    /// </summary>
    public bool RecordOutcomes { get; set; } = true;

    /// <summary>
    /// Gives the verdict on a request that is over, from what it threw and nobody handled, or null; null leaves it to the default. Asked only for requests that
    /// asked for a flag with guards, and not where the client has gone away: that is <see cref="UnitOfWorkOutcomes.Abandon"/>. Must be quick. What it throws is
    /// logged once, and the default holds. Default: none.
    /// </summary>
    /// <remarks>
    /// The default judges the release alone. A failure is a status of 500 or above, also where an error page or a redirect has taken its place, an exception
    /// that left the endpoint and was not answered by a 4xx, and a <c>grpc-status</c> of 2, 4, 8, 13, 14 or 15. Ignored is a request that did not reach its
    /// endpoint, and a <c>BadHttpRequestException</c> below 500.
    /// </remarks>
    public Func<HttpContext, Exception?, GrayVerdict?>? Outcome { get; set; }

    /// <summary>Whose outcomes are evidence for guards. Default: <see cref="GrayOutcomesOf.Everyone"/>.</summary>
    public GrayOutcomesOf OutcomesOf { get; set; }

    /// <summary>
    /// Whether a response for which a flag was asked leaves as <c>Cache-Control: private</c>, with <c>Vary</c> for the headers of these options, so that no
    /// shared cache gives it to others.
    /// Caches of the framework do not store it either way. Default: true. False: the app sees to it, for example since its proxy has the version in its key.
    /// </summary>
    public bool PrivateResponses { get; set; } = true;

    /// <summary>
    /// How a closed gate that says nothing else answers, for example <c>Results.StatusCode(503).ExecuteAsync</c>.
    /// Default: none, as if the endpoint did not exist, which is 404 where no other one matches.
    /// </summary>
    public RequestDelegate? GateOtherwise { get; set; }

    /// <summary>
    /// The key of the header by which testers override flags, at least 32 bytes and secret; see
    /// <see cref="GrayOverrideHeader"/>. Default: null, and the header is ignored.
    /// </summary>
    public byte[]? OverrideKey { get; set; }

    /// <summary>
    /// Keys by id, as <see cref="OverrideKey"/>, for headers that name one: add the new key first, sign with it, and remove the old one when its last header
    /// has ended. Default: none.
    /// </summary>
    public IDictionary<string, byte[]> OverrideKeys { get; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    internal bool HasOverrideKey => OverrideKey is not null || OverrideKeys.Count > 0;

    /// <summary>How far in the future an override may end to be obeyed. Default: 1 day; above 0.</summary>
    public TimeSpan OverrideMaxLifetime { get; set; } = TimeSpan.FromDays(1);
}
