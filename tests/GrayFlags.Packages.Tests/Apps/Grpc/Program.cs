using System.Net;
using GrayFlags;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Shop;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
builder.Services.AddGrpc();
builder.Services.AddGrayFlags()
    .AddJsonFile("flags.json")
    .AddAspNetCore(o => o.UserId = http => http.Request.Headers["user"]); // instead of signing in

var app = builder.Build();
app.MapGrpcService<OrderService>();
app.MapGrpcService<ReturnService>().RequireGrayFlag("returns");
await app.StartAsync();

// Its own client, too: what is printed is what a caller sees.
using var channel = GrpcChannel.ForAddress(app.Urls.Single());
foreach (var user in new[] { "ana", "bo" })
{
    var headers = new Metadata { { "user", user } };
    var order = await new Orders.OrdersClient(channel).PlaceAsync(new Order { Product = "tea" }, headers);
    Console.WriteLine($"{user}: {order.Text}, {await ReturnAsync(headers)}");
}

await app.StopAsync();

async Task<string> ReturnAsync(Metadata headers)
{
    try
    {
        return (await new Returns.ReturnsClient(channel).SendAsync(new Order { Product = "tea" }, headers)).Text;
    }
    catch (RpcException exception)
    {
        return exception.StatusCode.ToString();
    }
}

internal sealed class OrderService(IGrayEvaluator flags) : Orders.OrdersBase
{
    public override Task<Answer> Place(Order request, ServerCallContext context) =>
        Task.FromResult(new Answer { Text = $"{request.Product} by {(flags.IsEnabled("orders-v2") ? "air" : "sea")}" });
}

internal sealed class ReturnService : Returns.ReturnsBase
{
    public override Task<Answer> Send(Order request, ServerCallContext context) => Task.FromResult(new Answer { Text = $"{request.Product} is back" });
}
