using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The unit of work that is under way: what the app names, or an invocation of a hub, else the request.</summary>
internal sealed class RequestOutcomesAccessor(UnitOfWorkOutcomesAccessor named, GrayRequests requests, IOptions<GrayAspNetCoreOptions> options)
    : IUnitOfWorkOutcomesAccessor
{
    public UnitOfWorkOutcomes? Current =>
        named.Current ?? (options.Value.RecordOutcomes && requests.Current is { IsShadow: false } request ? request.Outcomes : null);
}
