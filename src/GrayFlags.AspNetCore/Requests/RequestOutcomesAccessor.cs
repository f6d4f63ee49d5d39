using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The request that is under way is the outcome of what it asks for.</summary>
internal sealed class RequestOutcomesAccessor(GrayRequests requests, IOptions<GrayAspNetCoreOptions> options) : IGrayOutcomesAccessor
{
    public GrayOutcomes? Current => options.Value.RecordOutcomes && requests.Current is { IsShadow: false } request ? request.Outcomes : null;
}
