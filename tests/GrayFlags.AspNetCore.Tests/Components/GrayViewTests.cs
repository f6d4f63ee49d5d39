using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Components;

public sealed class GrayViewTests
{
    private const string Rules =
        """{ "flags": { "ana-only": { "variants": { "blue": {}, "red": {} }, "rules": { "ana": { "users": ["ana"], "serve": "blue" } } } } }""";

    [TestCase("ana", null, "200 shown")]
    [TestCase("ana", "BLUE", "200 shown")]
    [TestCase("ana", "red", "200 other")]
    [TestCase("bo", null, "200 other")]
    public async Task View_ShowsWhatIsOn(string user, string? variant, string expected)
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", () => new RazorComponentResult<GrayView>(new Dictionary<string, object?>
            {
                ["Flag"] = "ana-only",
                ["Variant"] = variant,
                ["ChildContent"] = (RenderFragment)(builder => builder.AddContent(0, "shown")),
                ["Otherwise"] = (RenderFragment)(builder => builder.AddContent(0, "other")),
            })),
            flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Headers["Test"]),
            services => services.AddRazorComponents());

        Assert.That(await site.GetAsync("/", ("Test", user)), Is.EqualTo(expected));
    }
}
