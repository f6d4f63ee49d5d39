using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>Adds the filter before the app's hub filters, if the app has hubs.</summary>
internal sealed class HubSetup(GrayRequests requests, UnitOfWorkOutcomesAccessor outcomes, TimeProvider clock, IOptions<GrayAspNetCoreOptions> own)
    : IConfigureOptions<HubOptions>
{
    public void Configure(HubOptions options) => options.AddFilter(new HubRequestFilter(requests, outcomes, clock, own.Value.RecordOutcomes));
}
