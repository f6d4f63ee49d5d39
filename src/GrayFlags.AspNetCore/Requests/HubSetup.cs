using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Puts the filter before those of hubs, where the app has any.</summary>
internal sealed class HubSetup(GrayRequests requests, UnitOfWorkOutcomesAccessor outcomes, TimeProvider clock, IOptions<GrayAspNetCoreOptions> own)
    : IConfigureOptions<HubOptions>
{
    public void Configure(HubOptions options) => options.AddFilter(new HubRequestFilter(requests, outcomes, clock, own.Value.RecordOutcomes));
}
