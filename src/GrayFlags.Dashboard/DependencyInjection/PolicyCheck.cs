using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrayFlags.Dashboard.DependencyInjection;

/// <summary>Fails the start when the options name a policy that nobody has defined: it would else be noticed in the first incident.</summary>
internal sealed class PolicyCheck(IOptions<GrayDashboardOptions> options, IAuthorizationPolicyProvider policies) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var value = options.Value;
        foreach (var (option, name) in new[]
        {
            (nameof(value.ReadPolicy), value.ReadPolicy),
            (nameof(value.OperatePolicy), value.OperatePolicy),
            (nameof(value.PublishPolicy), value.PublishPolicy),
        })
        {
            if (name is not null && await policies.GetPolicyAsync(name).ConfigureAwait(false) is null)
            {
                throw new InvalidOperationException(
                    $"GrayDashboardOptions.{option} is '{name}', and there is no such policy. Write builder.Services.AddAuthorizationBuilder()"
                    + $".AddPolicy(\"{name}\", p => p.RequireRole(\"…\")).");
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
