using Microsoft.Extensions.Hosting;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>The worker of the pages, which a test compares line by line: change both.</summary>
internal sealed class OrderWorker(IOrderQueue queue, IGrayEvaluator flags, UnitOfWorkOutcomesAccessor units, GrayContextAccessor said, TimeProvider clock)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in queue.ReadAllAsync(stoppingToken))
        {
            var unit = new UnitOfWorkOutcomes(clock);
            using (units.Use(unit))
            using (said.Use(new GrayContext(message.Customer)))
            {
                unit.Complete(await HandleAsync(message, stoppingToken)); // every flag with guards that it asks for learns how it went
            }
        }
    }

    private async Task<GrayVerdict> HandleAsync(OrderMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await (flags.IsEnabled("orders-v2") ? queue.ShipFastAsync(message, cancellationToken) : queue.ShipAsync(message, cancellationToken));
            return GrayVerdict.Success;
        }
        catch (FormatException)
        {
            return GrayVerdict.Ignore; // the sender's fault, in both versions
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return GrayVerdict.Failure;
        }
    }
}
