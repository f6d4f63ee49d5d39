using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>OFREP.md, acceptance 6: what would be open to everybody by mistake does not start.</summary>
public sealed class StartTests
{
    private const string Rules = """{ "flags": { "secret": true } }""";

    [TestCase(FlagSelection.All, OfrepContext.FromRequest, "would show every flag to anybody")]
    [TestCase(FlagSelection.All, OfrepContext.FromBody, "would show every flag to anybody")]
    [TestCase(FlagSelection.ClientSide, OfrepContext.FromBody, "would show the answers of any user to anybody")]
    public void Open_ByMistake_FailsTheStart_AndSaysWhatToWrite(FlagSelection flags, OfrepContext context, string expected)
    {
        var failure = Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(app => app.MapGrayOfrep(o => (o.Flags, o.Context) = (flags, context))));

        Assert.That(failure!.Message, Does.Contain(expected).And.Contain("RequireAuthorization(\"backends\").MapGrayOfrep("));
        Assert.That(failure.Message, Does.Contain("AllowAnonymous = true"));
    }

    [Test]
    public void Open_ByAnAttributeThatTakesItBack_FailsTheStart()
    {
        Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(app => app.MapGroup("/b").RequireAuthorization().AllowAnonymous().MapGrayOfrep(o => o.Flags = FlagSelection.All)));
    }

    [TestCase("group", 401, 200)]
    [TestCase("result", 401, 200)]
    [TestCase("fallback", 401, 200)]
    [TestCase("said", 200, 200)]
    public async Task Guarded_ByWhateverSaysSo_Starts(string by, int nobody, int ana)
    {
        await using var site = await StartAsync(
            app =>
            {
                var mapped = (by == "group" ? app.MapGroup("").RequireAuthorization() : (IEndpointRouteBuilder)app)
                    .MapGrayOfrep(o => (o.Flags, o.Context, o.AllowAnonymous) = (FlagSelection.All, OfrepContext.FromBody, by == "said"));
                if (by == "result")
                {
                    mapped.RequireAuthorization();
                }
            },
            by == "fallback");

        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk)).Status, Is.EqualTo(nobody));
        Assert.That((await site.AskAsync(OfrepSiteExtensions.Bulk, headers: ("Test", "ana"))).Status, Is.EqualTo(ana));
    }

    [Test]
    public async Task Default_IsOpen_ForWhatIsMeantToBeShown()
    {
        await using var site = await StartAsync(app => app.MapGrayOfrep());

        Assert.That(await site.AnswersAsync(), Is.Empty);
    }

    [Test]
    public void App_WithoutAspNetCore_IsToldWhatIsMissing()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.That(() => app.MapGrayOfrep(), Throws.InvalidOperationException.With.Message.Contains("AddAspNetCore()"));
    }

    [Test]
    public void Option_OutOfItsRange_IsRefused()
    {
        Action<GrayOfrepOptions>[] bad =
        [
            o => o.Flags = (FlagSelection)7, o => o.Context = (OfrepContext)7,
            o => o.EventSpread = TimeSpan.FromMinutes(2), o => o.EventSpread = -TimeSpan.FromTicks(1),
            o => o.MaxBodyBytes = 0, o => o.MaxBodyBytes = int.MaxValue, o => o.MaxAttributes = -1, o => o.MaxAttributes = 10_001, o => o.MaxEventStreams = -1,
        ];

        foreach (var set in bad)
        {
            Assert.ThrowsAsync<ArgumentException>(() => StartAsync(app => app.MapGrayOfrep(set)));
        }
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, bool hasFallback = false) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            map(app);
        },
        services: services =>
        {
            HeaderAuthentication.AddTo(services);
            if (hasFallback)
            {
                services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            }
        });
}
