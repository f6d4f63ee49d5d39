using System.Security.Claims;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

/// <summary>A user is the same context with a request and without one, as far as claims tell.</summary>
[Fault("R7")]
public sealed class UserContextTests
{
    private static readonly GrayAspNetCoreOptions Options = new() { RegionClaim = "country", ClaimAttributes = { ["level"] = "plan" } };

    [TestCase("nameid=ana", "user=ana region=")]
    [TestCase("sub=s-1", "user=s-1 region=")]
    [TestCase("sub=s-1 nameid=ana", "user=ana region=")]
    [TestCase("nameid=ana country=CN-GD", "user=ana region=CN-GD")]
    [TestCase("nameid=ana plan=pro", "user=ana region= level=pro")]
    [TestCase("nameid=ana plan=pro plan=team", "user=ana region= level=pro, team")]
    [TestCase("country=DE", "user= region=DE")]
    public async Task Claims_AreTheContext_AsInARequest(string claims, string expected)
    {
        var user = User(claims, "any");
        string? inside = null;
        await using var site = await TestSite.StartAsync(
            """{ "flags": {} }""",
            app => app.MapGet("/", (HttpContext http) =>
            {
                http.User = user;
                inside = Shown.Of(http.GetGrayContext());
            }),
            flags => flags.AddAspNetCore(o =>
            {
                o.RegionClaim = "country";
                o.ClaimAttributes["level"] = "plan";
            }));
        await site.GetAsync("/");

        Assert.That(Shown.Of(user.GetGrayContext(Options)), Is.EqualTo(expected));
        Assert.That(inside, Is.EqualTo(expected));
    }

    [Test]
    public void Identity_ThatIsNotAuthenticated_IsNobody() =>
        Assert.That(Shown.Of(User("nameid=ana country=DE plan=pro", scheme: null).GetGrayContext(Options)), Is.EqualTo("user= region="));

    [Test]
    public void Principal_WithoutIdentity_IsNobody() => Assert.That(Shown.Of(new ClaimsPrincipal().GetGrayContext(Options)), Is.EqualTo("user= region="));

    [Test]
    public void OptionsOfRequests_AreNotAsked()
    {
        var options = new GrayAspNetCoreOptions
        {
            UserId = _ => throw new NotSupportedException(),
            Region = _ => throw new NotSupportedException(),
            RegionHeader = "Region",
        };

        Assert.That(Shown.Of(User("nameid=ana", "any").GetGrayContext(options)), Is.EqualTo("user=ana region="));
    }

    [Test]
    public void Null_IsRefused()
    {
        Assert.That(() => ((ClaimsPrincipal)null!).GetGrayContext(Options), Throws.ArgumentNullException);
        Assert.That(() => new ClaimsPrincipal().GetGrayContext(null!), Throws.ArgumentNullException);
    }

    private static ClaimsPrincipal User(string claims, string? scheme) => new(new ClaimsIdentity(
        claims.Split(' ').Select(claim => claim.Split('=')).Select(claim => new Claim(claim[0] == "nameid" ? ClaimTypes.NameIdentifier : claim[0], claim[1])),
        scheme));
}
