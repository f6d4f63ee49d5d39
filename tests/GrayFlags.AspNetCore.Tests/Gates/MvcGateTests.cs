using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>Controllers, actions and pages with the attribute.</summary>
public sealed class MvcGateTests
{
    private const string Rules = """{ "flags": { "on": true, "off": false, "shop": true, "ana-only": { "rules": { "ana": { "users": ["ana"] } } } } }""";

    [TestCase("/shop/on", "", "200 on")]
    [TestCase("/shop/off", "", "404")]
    [TestCase("/shop/old-or-new", "ana", "200 new")]
    [TestCase("/shop/old-or-new", "bo", "200 old")]
    [TestCase("/shop/secret", "", "404", Description = "closed, and authorisation is required")]
    [TestCase("/shop/secret", "ana", "200 secret")]
    [TestCase("/closed/on", "", "404", Description = "the controller is closed, the action is not")]
    [TestCase("/conventional/page", "", "404")]
    [TestCase("/conventional/page", "ana", "200 conventional")]
    [TestCase("/open", "", "200 open")]
    [TestCase("/beta", "", "404", Description = "a page")]
    [TestCase("/beta", "ana", "200 beta")]
    public async Task Attribute_IsAGate(string path, string user, string expected)
    {
        await using var site = await StartAsync();

        Assert.That(await site.GetAsync(path, user.Length > 0 ? [("Test", user)] : []), Is.EqualTo(expected));
    }

    // There gates are in routing's tables where they can be.
    [TestCase("/shop/on", "", "200 on")]
    [TestCase("/shop/off", "", "404")]
    [TestCase("/shop/old-or-new", "ana", "200 new")]
    [TestCase("/shop/old-or-new", "bo", "200 old")]
    [TestCase("/closed/on", "", "404")]
    [TestCase("/conventional/page", "", "404")]
    [TestCase("/conventional/page", "ana", "200 conventional")]
    [TestCase("/open", "", "200 open")]
    [TestCase("/beta", "", "404")]
    [TestCase("/beta", "ana", "200 beta")]
    public async Task Attribute_IsAGate_WithoutAuthentication(string path, string user, string expected)
    {
        await using var site = await TestSite.StartAsync(
            Rules, MapAll, flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Headers["Test"]), AddMvcAlone);

        Assert.That(await site.GetAsync(path, user.Length > 0 ? [("Test", user)] : []), Is.EqualTo(expected));
    }

    [Test]
    public async Task Pages_MappedBehindAGate_AreClosed()
    {
        await using var site = await TestSite.StartAsync(Rules, app => app.MapRazorPages().RequireGrayFlag("off"), services: AddMvc);

        Assert.That(await site.GetAsync("/tags"), Is.EqualTo("404"));
    }

    // Routing puts the action or the page in the place of the fallback, whose gate it does not have.
    [TestCase("off", "404", "404")]
    [TestCase("on", "200 on", "200 on not-off not-ana")]
    public async Task Fallback_ToAControllerOrAPage_IsGated(string flag, string action, string page)
    {
        foreach (var (services, pattern) in from services in new Action<IServiceCollection>[] { AddMvc, AddMvcAlone }
            from pattern in new[] { "{*path:nonfile}", "{*path}" }
            select (services, pattern))
        {
            await using var actions =
                await TestSite.StartAsync(Rules, app => app.MapFallbackToController(pattern, "On", "Shop").RequireGrayFlag(flag), services: services);
            await using var pages = await TestSite.StartAsync(Rules, app =>
            {
                app.MapRazorPages();
                app.MapFallbackToPage(pattern, "/Tags").RequireGrayFlag(flag);
            }, services: services);

            Assert.That(await actions.GetAsync("/any"), Is.EqualTo(action), pattern);
            Assert.That(
                string.Join(' ', (await pages.GetAsync("/any")).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)),
                Is.EqualTo(page),
                pattern);
        }
    }

    [TestCase("", "on not-off not-ana")]
    [TestCase("ana", "on not-off blue")]
    public async Task TagHelper_ShowsWhatIsOn(string user, string expected)
    {
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "on": true, "off": false, "ana-only": { "variants": { "blue": {}, "red": {} },"""
                + """ "rules": { "ana": { "users": ["ana"], "serve": "blue" } } } } }""",
            app => app.MapRazorPages(),
            services: AddMvc);
        var shown = await site.GetAsync("/tags", user.Length > 0 ? [("Test", user)] : []);

        Assert.That(string.Join(' ', shown.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)), Is.EqualTo("200 " + expected));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(Rules, MapAll, services: AddMvc);

    private static void MapAll(WebApplication app)
    {
        app.MapControllers();
        app.MapControllerRoute("conventional", "{controller}/{action}");
        app.MapRazorPages();
    }

    private static void AddMvc(IServiceCollection services)
    {
        HeaderAuthentication.AddTo(services);
        AddMvcAlone(services);
    }

    private static void AddMvcAlone(IServiceCollection services) => services.AddMvc().AddApplicationPart(typeof(MvcGateTests).Assembly);
}
