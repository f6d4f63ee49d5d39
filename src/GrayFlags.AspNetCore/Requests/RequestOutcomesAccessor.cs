using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Provides the current unit of work: the one that the app set, or a hub invocation, else the request.</summary>
internal sealed class RequestOutcomesAccessor(UnitOfWorkOutcomesAccessor named, GrayRequests requests, IOptions<GrayAspNetCoreOptions> options)
    : IUnitOfWorkOutcomesAccessor
{
    public UnitOfWorkOutcomes? Current =>
        named.Current ?? (options.Value.RecordOutcomes && requests.Current is { IsShadow: false } request ? request.Outcomes : null);
}
