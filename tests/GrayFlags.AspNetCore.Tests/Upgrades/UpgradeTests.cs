using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Upgrades;

public sealed class UpgradeTests
{
    private const string Rules = """{ "flags": { "orders-v2": { "rules": { "ana": { "users": ["ana"] }, "some": { "percentage": 50, "priority": 1 } } } } }""";

    [Test]
    public async Task Upgrade_PicksTheHandlerByTheFlag()
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "orders-v2": { "rules": { "ana": { "users": ["ana"] } } } } }""",
            app =>
            {
                app.MapGrayUpgrade("/orders/{id}", "orders-v2", (int id) => $"old {id}", (int id) => $"new {id}", ["GET"]);
                app.MapGrayUpgrade(
                    "/plain", "orders-v2", http => http.Response.WriteAsync("old"), http => http.Response.WriteAsync("new " + http.Request.Method));
            },
            services: HeaderAuthentication.AddTo);

        Assert.That(await site.GetAsync("/orders/7", ("Test", "ana")), Is.EqualTo("200 new 7"));
        Assert.That(await site.GetAsync("/orders/7", ("Test", "bo")), Is.EqualTo("200 old 7"));
        Assert.That(await site.GetAsync("/orders/7"), Is.EqualTo("200 old 7"));
        using var put = await site.SendAsync(HttpMethod.Put, "/orders/7");
        Assert.That((int)put.StatusCode, Is.EqualTo(405));
        using var any = await site.SendAsync(HttpMethod.Put, "/plain", ("Test", "ana"));
        Assert.That(await any.Content.ReadAsStringAsync(), Is.EqualTo("new PUT"));
    }

    [Test]
    public async Task Upgrade_OfTwoEndpoints_PicksOne_AndTakesConventionsForBoth()
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "orders-v2": { "rules": { "ana": { "users": ["ana"] } } } } }""",
            app => app.MapGrayUpgrade("orders-v2", app.MapGet("/orders/{id}", (int id) => $"old {id}"), app.MapGet("/orders/{id}", (int id) => $"new {id}"))
                .RequireAuthorization(),
            services: HeaderAuthentication.AddTo);

        Assert.That(await site.GetAsync("/orders/7"), Is.EqualTo("401"));
        Assert.That(await site.GetAsync("/orders/7", ("Test", "ana")), Is.EqualTo("200 new 7"));
        Assert.That(await site.GetAsync("/orders/7", ("Test", "bo")), Is.EqualTo("200 old 7"));
    }

    [Test]
    public async Task Upgrade_OfOneEndpoint_IsRefused()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var one = app.MapGet("/orders", () => "old");

        Assert.That(() => app.MapGrayUpgrade("orders-v2", one, one), Throws.ArgumentException.With.Property("ParamName").EqualTo("upgraded"));
    }

    [Test]
    public async Task Upgrade_TakesConventionsForBothAndForEach()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                var upgrade = app.MapGrayUpgrade("/orders", "orders-v2", () => "old", () => "new");
                upgrade.RequireAuthorization();
                upgrade.Upgraded.WithName("orders");
                app.MapGet("/link", (LinkGenerator links) => links.GetPathByName("orders"));
            },
            services: HeaderAuthentication.AddTo);

        Assert.That(await site.GetAsync("/orders"), Is.EqualTo("401"));
        Assert.That(await site.GetAsync("/orders", ("Test", "ana")), Is.EqualTo("200 new"));
        Assert.That(await site.GetAsync("/link"), Is.EqualTo("200 /orders"));
    }

    [Test]
    public async Task Upgrade_SticksToTheVisitor()
    {
        await using var site = await TestSite.StartAsync(
            Rules, app => app.MapGrayUpgrade("/orders", "orders-v2", () => "old", () => "new"), flags => flags.AddAspNetCore().AddAnonymousCookie(),
            services => services.AddDataProtection().UseEphemeralDataProtectionProvider());
        var seen = new HashSet<string>();

        // So many visitors that one version alone would be seen once in 2^39 runs.
        for (var visitor = 0; visitor < 40; visitor++)
        {
            using var first = await site.SendAsync("/orders");
            var answer = $"200 {await first.Content.ReadAsStringAsync()}";
            seen.Add(answer);
            Assert.That(await site.GetAsync("/orders", ("Cookie", first.Cookie()!)), Is.EqualTo(answer));
            Assert.That(await site.GetAsync("/orders", ("Cookie", first.Cookie()!)), Is.EqualTo(answer));
        }

        Assert.That(seen, Is.EquivalentTo(new[] { "200 old", "200 new" }));
    }

    [TestCase("ana", "200 new new")]
    [TestCase("bo", "200 old old")]
    public async Task Service_IsChosenByTheFlag(string user, string expected)
    {
        await using var site = await StartServicesAsync();

        Assert.That(await site.GetAsync("/", ("Test", user)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Service_IsNeverChangedInARequest()
    {
        TestSite? site = null;
        await using var started = site = await StartServicesAsync(() => site!.Rules.SetJson("""{ "flags": { "orders-v2": true } }"""));

        Assert.That(await site.GetAsync("/", ("Test", "bo")), Is.EqualTo("200 old old"), "the rules changed between the two");
        Assert.That(await site.GetAsync("/", ("Test", "bo")), Is.EqualTo("200 new new"));
    }

    // Who is nobody when the first service is asked for is somebody at the second: they still belong together.
    [Test]
    public async Task Services_OfOneFlag_AgreeInAScope()
    {
        await using var site = await StartServicesAsync();
        using var scope = site.Services.CreateScope();
        var orders = scope.ServiceProvider.GetRequiredService<IOrders>();
        using var said = site.Services.GetRequiredService<GrayContextAccessor>().Use(new GrayContext("ana"));
        var bills = scope.ServiceProvider.GetRequiredService<IBills>();
        using var other = site.Services.CreateScope();

        Assert.That((orders.Version, bills.Version, other.ServiceProvider.GetRequiredService<IBills>().Version), Is.EqualTo(("old", "old", "new")));
        Assert.That(scope.ServiceProvider.GetRequiredService<IOrders>(), Is.SameAs(orders));
    }

    private static Task<TestSite> StartServicesAsync(Action? between = null) => TestSite.StartAsync(
        """{ "flags": { "orders-v2": { "rules": { "ana": { "users": ["ana"] } } } } }""",
        app => app.MapGet("/", (IOrders orders, IServiceProvider services) =>
        {
            between?.Invoke();
            return $"{orders.Version} {services.GetRequiredService<IBills>().Version}";
        }),
        services: services =>
        {
            HeaderAuthentication.AddTo(services);
            services.AddGrayService<IOrders, OldOrders, NewOrders>("orders-v2");
            services.AddGrayService<IBills, OldBills, NewBills>("Orders-V2");
        });

    internal interface IOrders
    {
        string Version { get; }
    }

    internal interface IBills
    {
        string Version { get; }
    }

    internal sealed class OldOrders : IOrders
    {
        public string Version => "old";
    }

    internal sealed class NewOrders : IOrders
    {
        public string Version => "new";
    }

    internal sealed class OldBills : IBills
    {
        public string Version => "old";
    }

    internal sealed class NewBills : IBills
    {
        public string Version => "new";
    }
}
