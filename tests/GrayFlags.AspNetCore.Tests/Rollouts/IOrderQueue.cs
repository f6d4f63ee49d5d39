namespace GrayFlags.AspNetCore.Tests.Rollouts;

internal interface IOrderQueue
{
    IAsyncEnumerable<OrderMessage> ReadAllAsync(CancellationToken cancellationToken);

    Task ShipAsync(OrderMessage message, CancellationToken cancellationToken);

    Task ShipFastAsync(OrderMessage message, CancellationToken cancellationToken);
}
