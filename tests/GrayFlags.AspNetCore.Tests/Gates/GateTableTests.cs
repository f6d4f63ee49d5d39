using GrayFlags.AspNetCore.Gates;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Gates;

/// <summary>Gates that are decided by routing's own tables, as they are where the app has no authentication: they must answer as a selection does.</summary>
public sealed class GateTableTests
{
    private static readonly string[] Flags = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

    private static readonly string Rules = $$"""
        { "flags": { {{string.Join(", ", Flags.Select(flag => $$"""
            "{{flag}}": { "rules": { "asked": { "when": { "on": { "contains": "{{flag}}" } } } } }
            """))}} } }
        """;

    // The same endpoints twice: with authentication every gate is decided by a selection among candidates.
    [Test]
    public async Task Table_AnswersAsASelection([Range(1, 24)] int seed)
    {
        await using var table = await StartAsync(app => MapSome(app, new Random(seed)));
        await using var selection = await StartAsync(app => MapSome(app, new Random(seed)), HeaderAuthentication.AddTo);
        var random = new Random(seed);
        for (var index = 0; index < 60; index++)
        {
            var method = random.Next(4) switch { 0 => HttpMethod.Post, 1 => HttpMethod.Options, _ => HttpMethod.Get };
            var path = $"/{random.Next(3)}/{(random.Next(2) == 0 ? "x" : random.Next(9))}?on={string.Concat(Flags.Where(_ => random.Next(2) == 0))}";

            Assert.That(await AskAsync(table, method, path), Is.EqualTo(await AskAsync(selection, method, path)), path);
        }
    }

    [TestCase(false, "table")]
    [TestCase(true, "selection")]
    public async Task Gate_IsInOneOfTheTwo(bool hasAuthentication, string expected)
    {
        var watching = new Watching();
        await using var site = await StartAsync(app => Add(app.MapGet("/{id}", () => "in"), 0, "a"), services =>
        {
            services.AddSingleton<MatcherPolicy>(watching);
            if (hasAuthentication)
            {
                HeaderAuthentication.AddTo(services);
            }
        });
        await site.GetAsync("/1");
        var endpoints = watching.Endpoints.Where(endpoint => endpoint is RouteEndpoint).ToList();
        var selector = (IEndpointSelectorPolicy)site.Services.GetServices<MatcherPolicy>().Single(policy => policy is GrayFlagMatcherPolicy);

        Assert.That(endpoints, Is.Not.Empty);
        Assert.That(selector.AppliesToEndpoints(endpoints), Is.EqualTo(expected == "selection"));
    }

    // More flags on one route than a table takes: whoever is left over must still be asked.
    [Test]
    public async Task ManyFlags_OnOneRoute_AreAllGates()
    {
        await using var site = await StartAsync(app =>
        {
            foreach (var (order, flag) in Flags.Index())
            {
                Add(app.MapGet("/", () => flag), order, flag);
            }

            Add(app.MapGet("/all", () => "in"), 0, Flags);
        });

        foreach (var flag in Flags)
        {
            Assert.That(await site.GetAsync("/?on=" + flag), Is.EqualTo("200 " + flag));
            Assert.That(await site.GetAsync("/all?on=" + string.Concat(Flags.Except([flag]))), Is.EqualTo("404"));
        }

        Assert.That(await site.GetAsync("/"), Is.EqualTo("404"));
        Assert.That(await site.GetAsync("/all?on=" + string.Concat(Flags)), Is.EqualTo("200 in"));
    }

    [TestCase("GET", "/one", "404", new[] { "a" })]
    [TestCase("POST", "/one", "404", new[] { "a" })]
    [TestCase("POST", "/one?on=a", "405", new[] { "a" })]
    [TestCase("GET", "/two?on=a", "404", new[] { "a", "b" })]
    [TestCase("GET", "/two", "404", new[] { "a" })]
    [TestCase("GET", "/twice?on=a", "200 in", new[] { "a" })]
    [TestCase("GET", "/number/x", "404", new string[0])]
    [TestCase("GET", "/number/7?on=a", "200 7", new[] { "a" })]
    public async Task Flag_IsAskedForOnce_AndOnlyWhereItMatters(string method, string path, string expected, string[] asked)
    {
        var seen = new List<string>();
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "a": { "rules": { "r": { "custom": { "seen": { "name": "a" } } } } },"""
                + """ "b": { "rules": { "r": { "custom": { "seen": { "name": "b" } } } } } } }""",
            app =>
            {
                Add(app.MapGet("/one", () => "in"), 0, "a");
                Add(app.MapGet("/two", () => "in"), 0, "a", "b");
                Add(app.MapGet("/twice", () => "in"), 0, "a", "A");
                Add(app.MapGet("/number/{id:int}", (int id) => id), 0, "a");
            },
            flags => flags.AddAspNetCore(o => o.Attributes = OnFromQuery).AddCondition("seen", new Seen(seen)));
        using var answer = await site.SendAsync(new HttpMethod(method), path);

        Assert.That($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}".TrimEnd(), Is.EqualTo(expected));
        Assert.That(seen, Is.EqualTo(asked));
    }

    // What another policy puts in the place of an endpoint was in no table. So with pages that are compiled
    // late: also behind a gate of their own only the model knows of all.
    [Test]
    public async Task EndpointPutInByAnotherPolicy_IsGated([Values] bool isPage, [Values] bool hasGate)
    {
        await using var site = await StartAsync(
            app =>
            {
                var endpoint = app.MapGet("/late", () => "asks to be replaced").WithMetadata(isPage ? new PageActionDescriptor() : new Dynamic());
                if (hasGate)
                {
                    endpoint.RequireGrayFlag("b");
                }
            },
            services => services.AddSingleton<MatcherPolicy, Replacing>());

        Assert.That(await site.GetAsync("/late?on=b"), Is.EqualTo("404"));
        Assert.That(await site.GetAsync("/late?on=ab"), Is.EqualTo("200 put in"));
    }

    [TestCase("/late", "404")]
    [TestCase("/late?on=a", "200 put in")]
    public async Task EndpointAddedByALaterBuilder_IsGated(string path, string expected)
    {
        await using var site = await StartAsync(app => app.MapGet("/late", () => "there"), services => services.AddSingleton<MatcherPolicy, Adding>());

        Assert.That(await site.GetAsync(path), Is.EqualTo(expected));
    }

    private static async Task<string> AskAsync(TestSite site, HttpMethod method, string path)
    {
        try
        {
            using var answer = await site.SendAsync(method, path);
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }
        catch (Exception exception) when (exception.GetType().Name == "AmbiguousMatchException")
        {
            return "ambiguous";
        }
    }

    // Some routes that overlap, of one rank or of several, with no gate to three, for either answer; some with constraints or an answer of their own.
    private static void MapSome(WebApplication app, Random random)
    {
        for (var index = 0; index < 14; index++)
        {
            var name = $"endpoint {index}";
            var pattern = $"/{(random.Next(4) == 0 ? "{any}" : random.Next(3))}/"
                + $"{random.Next(5) switch { 0 => "x", 1 => "{id:int}", 2 => "{**rest}", 3 => "{file}.{kind?}", _ => "{id}" }}";
            var endpoint = random.Next(5) == 0 ? app.MapPost(pattern, () => name) : app.MapGet(pattern, () => name);
            for (var gate = random.Next(4); gate > 0; gate--)
            {
                endpoint.RequireGrayFlag(
                    Flags[random.Next(4)],
                    random.Next(2) == 0,
                    random.Next(6) == 0 ? Results.Text($"no {name}", statusCode: 410).ExecuteAsync : null);
            }

            endpoint.Add(built => ((RouteEndpointBuilder)built).Order = index / 2);
        }
    }

    private static void Add(RouteHandlerBuilder endpoint, int order, params string[] flags)
    {
        foreach (var flag in flags)
        {
            endpoint.RequireGrayFlag(flag);
        }

        endpoint.Add(built => ((RouteEndpointBuilder)built).Order = order);
    }

    private static void OnFromQuery(HttpContext http, IDictionary<string, GrayValue> attributes) => attributes["on"] = http.Request.Query["on"].ToString();

    private static Task<TestSite> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? services = null) =>
        TestSite.StartAsync(Rules, map, flags => flags.AddAspNetCore(o => o.Attributes = OnFromQuery), services);

    private sealed class Seen(List<string> names) : IGrayCondition
    {
        public GrayConditionTest Compile(GrayConditionParameters parameters)
        {
            var name = parameters.GetString("name");
            return (context, _) =>
            {
                names.Add(name);
                return context["on"].AsString()?.Contains(name, StringComparison.Ordinal) == true;
            };
        }
    }

    private sealed class Dynamic : IDynamicEndpointMetadata
    {
        public bool IsDynamic => true;
    }

    private static RouteEndpoint PutIn(Endpoint place) => new(
        static http => http.Response.WriteAsync("put in"), ((RouteEndpoint)place).RoutePattern, 0,
        new EndpointMetadataCollection(new RequireGrayFlagAttribute("a")), "put in");

    private sealed class Replacing : MatcherPolicy, IEndpointSelectorPolicy
    {
        public override int Order => 0;

        public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

        public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
        {
            if (candidates.IsValidCandidate(0))
            {
                candidates.ReplaceEndpoint(0, PutIn(candidates[0].Endpoint), candidates[0].Values);
            }

            return Task.CompletedTask;
        }
    }

    // Sees the endpoints that routing has made its tables of.
    private sealed class Watching : MatcherPolicy, IEndpointSelectorPolicy
    {
        public List<Endpoint> Endpoints { get; } = [];

        public override int Order => 0;

        public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
        {
            Endpoints.AddRange(endpoints);
            return false;
        }

        public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates) => Task.CompletedTask;
    }

    private sealed class Adding : MatcherPolicy, INodeBuilderPolicy
    {
        public override int Order => 2000;

        public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => endpoint is RouteEndpoint);

        public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
            [new PolicyNodeEdge("only", [PutIn(endpoints.First(endpoint => endpoint is RouteEndpoint))])];

        public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) => new Only(edges[0].Destination);

        private sealed class Only(int destination) : PolicyJumpTable
        {
            public override int GetDestination(HttpContext httpContext) => destination;
        }
    }
}
