using System.Text.Json;
using System.Text.RegularExpressions;
using GrayFlags.Dashboard.Endpoints;
using GrayFlags.Dashboard.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>The document of the API says what the code does: no endpoint, field or status more or less.</summary>
public sealed class OpenApiTests
{
    private const string Small = """
        { "paths": { "/a": { "post": {
            "parameters": [{ "name": "x", "in": "query", "schema": { "type": "string" } }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/R", "required": ["reason"] } } } },
            "responses": { "200": { "description": "x" }, "409": { "description": "x" } } } } },
          "components": { "schemas": { "R": { "type": "object",
            "properties": { "reason": { "type": "string" }, "kind": { "type": "string", "enum": ["a", "b"] } },
            "required": ["kind"] } } } }
        """;

    private static readonly string Path = Repository.PathOf("docs/dashboard-openapi.json");

    /// <summary><c>1</c> writes the document anew, unless callers would break; <c>breaking</c> even then.</summary>
    private static readonly string? Approval = Environment.GetEnvironmentVariable("GRAYFLAGS_APPROVE");

    [Test]
    public void Document_IsThatOfTheCode_AndBreaksNobodyByAccident()
    {
        var (received, approved) = (OpenApiDocument.Text(), File.Exists(Path) ? File.ReadAllText(Path) : "{}");
        var breaking = BreakingChanges.Between(approved, received);
        if (Approval == "breaking" || (Approval == "1" && breaking.Count == 0))
        {
            File.WriteAllText(Path, received);
            return;
        }

        Assert.That(breaking, Is.Empty, "These changes break callers. If they are meant: GRAYFLAGS_APPROVE=breaking");
        Assert.That(received, Is.EqualTo(approved), "docs/dashboard-openapi.json is another one. If the change is meant: GRAYFLAGS_APPROVE=1");
    }

    [Test]
    public async Task EveryEndpoint_IsInTheDocument_AndNoOther()
    {
        await using var site = await DashboardSiteOfTests.StartAsync();
        var endpoints = DashboardEndpoints.All(site.Services.GetRequiredService<DashboardSite>()).Where(static endpoint => !endpoint.IsPage);

        Assert.That(
            Operations.All.Select(static each => $"{each.Method} {each.Route}"),
            Is.EquivalentTo(endpoints.Select(static each => $"{each.Method} {each.Route}")));
    }

    [Test]
    public async Task Document_IsServed_ToThoseWhoMayRead()
    {
        await using var site = await DashboardSiteOfTests.StartAsync();
        using var response = await site.SendAsync(HttpMethod.Get, "/flags/api/openapi.json", "ann reader");
        using var refused = await site.SendAsync(HttpMethod.Get, "/flags/api/openapi.json", "eve");

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(await File.ReadAllTextAsync(Path)));
        Assert.That((int)refused.StatusCode, Is.EqualTo(403));
    }

    // Every type that is written has to be found from an operation; DashboardEvent is in a stream.
    [Test]
    public void References_LeadSomewhere()
    {
        var document = JsonDocument.Parse(File.ReadAllBytes(Path)).RootElement;
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(static schema => schema.Name).ToHashSet();
        var references = Regex.Matches(document.GetRawText(), "#/components/schemas/(\\w+)").Select(static match => match.Groups[1].Value);

        Assert.That(references.ToHashSet(), Is.EquivalentTo(schemas));
    }

    [TestCase("\"/a\"", "\"/b\"", "/paths//a is gone")]
    [TestCase("\"409\"", "\"410\"", "/paths//a/post/responses/409 is gone")]
    [TestCase("\"name\": \"x\"", "\"name\": \"y\"", "/paths//a/post/parameters: x in query")]
    [TestCase("[\"reason\"]", "[\"reason\", \"kind\"]", "/paths//a/post/requestBody/content/application/json/schema/required: kind")]
    [TestCase("[\"kind\"]", "[]", "/components/schemas/R/required: kind")]
    [TestCase("[\"a\", \"b\"]", "[\"a\"]", "/components/schemas/R/properties/kind/enum: b")]
    [TestCase(
        "{ \"reason\": { \"type\": \"string\" }", "{ \"reason\": { \"type\": \"integer\" }",
        "/components/schemas/R/properties/reason/type was string and is integer")]
    public void Breaking_IsSeen(string before, string after, string change) =>
        Assert.That(BreakingChanges.Between(Small, Small.Replace(before, after, StringComparison.Ordinal)), Is.EqualTo(new[] { change }));

    [TestCase("[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]")]
    [TestCase("\"required\": [\"kind\"]", "\"required\": [\"kind\", \"reason\"]")]
    [TestCase("\"description\": \"x\"", "\"description\": \"y\"")]
    [TestCase("\"409\": {", "\"404\": { }, \"409\": {")]
    [TestCase("\"kind\": {", "\"more\": { }, \"kind\": {")]
    [TestCase("\"schemas\": {", "\"schemas\": { \"S\": { },")]
    public void Addition_IsNone(string before, string after)
    {
        var changed = Small.Replace(before, after, StringComparison.Ordinal);

        Assert.That(changed, Is.Not.EqualTo(Small));
        Assert.That(BreakingChanges.Between(Small, changed), Is.Empty);
    }

    // What holds the tests against the document would see a field too many, one too few, and another type.
    [TestCase("""{ "code": "x", "message": "y" }""", 0)]
    [TestCase("""{ "code": "x" }""", 1)]
    [TestCase("""{ "code": "x", "message": "y", "more": 1 }""", 1)]
    [TestCase("""{ "code": "x", "message": 7 }""", 1)]
    public void Check_SeesWhatIsOtherwise(string answer, int objections) =>
        Assert.That(ApiContract.Objections("GET", "/api/flags/x", null, 404, answer), Has.Count.EqualTo(objections));

    [Test]
    public void Check_SeesStatuses_AndAddresses()
    {
        Assert.That(ApiContract.Objections("GET", "/api/summary", null, 418, "{}"), Has.Count.EqualTo(1));
        Assert.That(ApiContract.Objections("GET", "/api/other", null, 200, "{}"), Has.Count.EqualTo(1));
    }
}
