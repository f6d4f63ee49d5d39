using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.DependencyInjection;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>Gates on endpoints whose builders do not know the services of the app, as those of YARP and of static assets.</summary>
public sealed class UnknowingBuilderTests
{
    private const string Rules = """{ "flags": { "beta": { "rules": { "r": { "regions": ["CN"] } } } } }""";

    [Test]
    public async Task Gate_IsDecided()
    {
        await using var site = await TestSite.StartAsync(Rules, Map, flags => flags.AddAspNetCore(options => options.RegionHeader = "X-Region"));

        Assert.That(await site.GetAsync("/proxied", ("X-Region", "CN")), Is.EqualTo("200 secret"));
        Assert.That(await site.GetAsync("/proxied", ("X-Region", "DE")), Is.EqualTo("404"));
    }

    [Test]
    public async Task Gate_ThatNobodyDecides_IsNotOpen()
    {
        await using var site = await TestSite.StartAsync(Rules, Map, _ => { });

        Assert.That(async () => await site.GetAsync("/proxied", ("X-Region", "CN")), Throws.InvalidOperationException.With.Message.Contains("AddAspNetCore"));
    }

    // Readers of the listing keep what they made of it for as long as its version is the same.
    [Test, Fault("R8")]
    public async Task Listing_HasAnotherVersionForWhoeverAsks()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app =>
            {
                app.MapGet("/listed", () => "x").RequireGrayFlag("beta");
                app.MapGet("/listing", (IApiDescriptionGroupCollectionProvider listing) =>
                    $"{listing.ApiDescriptionGroups.Version} {listing.ApiDescriptionGroups.Items.Sum(group => group.Items.Count)}");
            },
            flags => flags.AddAspNetCore(options => options.RegionHeader = "X-Region"),
            services => services.AddEndpointsApiExplorer());
        var answers = new[] { await site.GetAsync(
            "/listing",
            ("X-Region", "CN")), await site.GetAsync("/listing", ("X-Region", "DE")), await site.GetAsync("/listing", ("X-Region", "CN")) };

        Assert.That(answers.Select(answer => answer.Split(' ')[1]), Is.Unique);
        Assert.That(answers.Select(answer => answer.Split(' ')[2]), Is.EqualTo(new[] { "2", "1", "2" }));
    }

    private static void Map(WebApplication app)
    {
        var source = new UnknowingSource();
        ((IEndpointRouteBuilder)app).DataSources.Add(source);
        source.RequireGrayFlag("beta");
    }

    private sealed class UnknowingSource : EndpointDataSource, IEndpointConventionBuilder
    {
        private readonly List<Action<EndpointBuilder>> _conventions = [];
        private Endpoint? _endpoint;

        public override IReadOnlyList<Endpoint> Endpoints => [_endpoint ??= Build()];

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(CancellationToken.None);

        public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

        private Endpoint Build()
        {
            var builder = new RouteEndpointBuilder(http => http.Response.WriteAsync("secret"), RoutePatternFactory.Parse("/proxied"), 0);
            _conventions.ForEach(convention => convention(builder));
            return builder.Build();
        }
    }
}
