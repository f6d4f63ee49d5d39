using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>
/// All C# of the package's README, and what the README of the repository says of ASP.NET Core. A test compares them line by line, so change both.
/// </summary>
internal static class Snippets
{
    public static void FiveLines(WebApplicationBuilder builder, Action<WebApplication> built)
    {
        builder.Services.AddGrayFlags(builder.Configuration.GetSection("GrayFlags")).AddAspNetCore().AddAnonymousCookie();

        var app = builder.Build();
        app.MapGet("/banner", (IGrayEvaluator flags) => flags.IsEnabled("new-banner")); // asks for the user of the request
        app.MapGet("/beta", () => "beta").RequireGrayFlag("beta"); // 404 for everybody else, before any 401
        app.MapGrayUpgrade("/orders", "orders-v2", () => "original", () => "upgraded"); // one address, sticky
        built(app);
    }

    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddGrayFlags(builder.Configuration.GetSection("GrayFlags"))
            .AddJsonFile("flags.json")
            .AddAspNetCore(o =>
            {
                o.RegionHeader = "CF-IPCountry";
                o.ClaimAttributes["plan"] = "subscription";
            })
            .AddAnonymousCookie();
    }

    public static void OutliveARequest(IGrayContextAccessor accessor, GrayContextAccessor said, IWork work)
    {
        var context = accessor.Context; // of the request
        _ = Task.Run(() =>
        {
            using (said.Use(context))
            {
                work.Run();
            }
        });
    }

    public static void Gates(WebApplication app)
    {
        app.MapGet("/beta", () => "beta").RequireGrayFlag("beta").RequireAuthorization();
        app.MapGroup("/admin").RequireGrayFlag("admin-v2").MapGet("/users", () => "users");
        app.MapControllers().RequireGrayFlag("api");

        app.MapGet("/search", () => "old").RequireGrayFlag("search-v2", enabled: false); // two halves of one route
        app.MapGet("/search", () => "new").RequireGrayFlag("search-v2");

        app.MapGet("/export", () => "export").RequireGrayFlag("export", otherwise: Results.StatusCode(503).ExecuteAsync);
    }

    public static void Caching(WebApplication app)
    {
        app.MapGrayUpgrade("/menu", "menu-v2", () => "old menu", () => "new menu").CacheOutput(policy => policy.VaryByGrayFlag()); // the gates of the endpoint
        app.MapGet("/home", (IGrayEvaluatorSnapshot flags) => $"{flags.IsEnabled("new-banner")}").CacheOutput(policy => policy.VaryByGrayFlag("new-banner"));
    }

    public static void Upgrade(WebApplication app)
    {
        app.MapGrayUpgrade("/orders/{id}", "orders-v2", (int id, IOrders orders) => orders.Get(id), (int id, IOrdersV2 orders) => orders.Get(id));
    }

    public static void Service(WebApplicationBuilder builder)
    {
        builder.Services.AddGrayService<IOrders, OriginalOrders, UpgradedOrders>("orders-v2");
    }

    public static void Shadow(WebApplication app)
    {
        app.MapGrayUpgrade("/quotes/{id}", "quotes-v2", (int id, IOrders orders) => orders.Get(id), (int id, IOrdersV2 orders) => orders.Get(id))
            .WithShadow(0.1, o => o.Equal = (original, upgraded) => original.StatusCode == upgraded.StatusCode);
        app.MapGet("/orders/{id}/label", (int id, IOrders orders) => orders.Get(id)).WithGrayShadow("orders-v2", 0.1); // the services of the flag
    }

    public static void Judge(WebApplicationBuilder builder)
    {
        builder.Services.AddGrayFlags().AddAspNetCore(o => o.Outcome = (http, exception) => http.Response.StatusCode switch
        {
            409 => GrayVerdict.Failure, // never in the old version
            503 => GrayVerdict.Ignore, // a partner is down, for both
            _ => null,
        });
    }

    public static void Since(WebApplicationBuilder builder)
    {
        builder.Services.AddGrayFlags().AddAspNetCore(o => o.UserSince =
            http => DateTimeOffset.TryParse(http.User.FindFirst("created_at")?.Value, CultureInfo.InvariantCulture, out var created) ? created : null);
    }

    public static async Task BeginAsync(IGrayEvaluator flags, IOrderQueue queue, OrderMessage message, CancellationToken cancellationToken)
    {
        using var outcome = flags.Begin("orders-v2", new GrayContext(message.Customer));
        await (outcome.Enabled ? queue.ShipFastAsync(message, cancellationToken) : queue.ShipAsync(message, cancellationToken));
        outcome.Succeed(); // leaving without a verdict is a failure
    }

    public static void Health(WebApplicationBuilder builder, WebApplication app)
    {
        builder.Services.AddHealthChecks().AddGrayFlags(tags: ["ready"]);
        app.MapHealthChecks("/health");
    }

    public static void LoadBalancer(WebApplication app)
    {
        app.UseGrayVersionHeader("orders", "orders-v2"); // X-Gray-orders: v1, v2, or the variant's name
        app.UseRouting();
        app.MapGet("/gray", () => Results.NoContent());
    }

    public static void RegisterOverrides(WebApplicationBuilder builder)
    {
        builder.Services.AddGrayFlags().AddAspNetCore(o => o.OverrideKey = Convert.FromBase64String(builder.Configuration["OverrideKey"]!));
    }

    public static void Override(byte[] key, TimeProvider clock, HttpRequestMessage request)
    {
        var header = GrayOverrideHeader.Sign(key, clock.GetUtcNow().AddHours(1), new Dictionary<string, string>
        {
            ["new-checkout"] = "true",
            ["colour"] = "blue", // a variant
        });
        request.Headers.Add(GrayOverrideHeader.Name, header);
    }

    public interface IWork
    {
        void Run();
    }

    public interface IOrders
    {
        string Get(int id);
    }

    public interface IOrdersV2
    {
        string Get(int id);
    }

    public interface IOrderQueue
    {
        IAsyncEnumerable<OrderMessage> ReadAllAsync(CancellationToken cancellationToken);

        Task ShipAsync(OrderMessage message, CancellationToken cancellationToken);

        Task ShipFastAsync(OrderMessage message, CancellationToken cancellationToken);
    }

    public sealed record OrderMessage(string Customer);

    public sealed class OriginalOrders : IOrders
    {
        public string Get(int id) => $"original {id}";
    }

    public sealed class UpgradedOrders : IOrders
    {
        public string Get(int id) => $"upgraded {id}";
    }

    public sealed class OrderWorker(IOrderQueue queue, IGrayEvaluator flags, UnitOfWorkOutcomesAccessor units, GrayContextAccessor said, TimeProvider clock)
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

    [RequireGrayFlag("reports")]
    public sealed class ReportsController : ControllerBase
    {
        [HttpGet("/reports/daily")]
        [RequireGrayFlag("daily-reports", StatusCode = 410)]
        public string Daily() => "daily";
    }

    public sealed class Offers(IGrayEvaluator flags, IOptions<GrayAspNetCoreOptions> options)
    {
        public bool AreFor(ClaimsPrincipal user) => flags.IsEnabled("offers", user.GetGrayContext(options.Value));
    }
}
