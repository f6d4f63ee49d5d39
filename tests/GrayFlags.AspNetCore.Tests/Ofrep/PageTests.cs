using System.Text.Json.Nodes;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>The answers in a page, for its first paint.</summary>
public sealed class PageTests
{
    private const string Rules = """
        { "flags": {
            "a": { "clientSide": true, "rules": { "r": { "users": ["ana"] } } },
            "colour": { "clientSide": true, "variants": { "x": { "value": "</script><script>alert(1)</script>'" } },
                "rules": { "r": { "users": ["ana"], "serve": "x" } } },
            "secret": true } }
        """;

    [TestCase("ana", """{"a":true,"colour":"</script><script>alert(1)</script>'"}""")]
    [TestCase("bo", """{"a":false}""")]
    public async Task Json_IsOfTheUser_AndCannotEndTheScript(string user, string expected)
    {
        await using var site = await StartAsync();

        var json = (await site.GetAsync("/json", ("X-User", user)))[4..];

        Assert.That(json, Does.Not.Contain('<').And.Not.Contain('\''));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(expected)), json);
    }

    [Test]
    public async Task Response_IsPrivate()
    {
        await using var site = await StartAsync();

        using var response = await site.SendAsync("/json", ("X-User", "ana"));

        Assert.That(response.Headers.CacheControl?.Private, Is.True);
    }

    [Test]
    public async Task TagHelper_IsAScriptThatNoBrowserRuns()
    {
        await using var site = await StartAsync();

        var html = await site.GetAsync("/tag", ("X-User", "bo"));

        Assert.That(html, Is.EqualTo("""200 script|id=flags|type=application/json|StartTagAndEndTag|{"a":false}"""));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.MapGet("/json", (HttpContext http) => http.GetGrayAnswersJson());
            app.MapGet("/tag", (HttpContext http) =>
            {
                var output = new TagHelperOutput("gray-answers", [new TagHelperAttribute("id", "flags")], (_, _) => throw new NotSupportedException());
                new GrayAnswersTagHelper { ViewContext = new ViewContext { HttpContext = http } }
                    .Process(new TagHelperContext([], new Dictionary<object, object>(), "x"), output);
                var attributes = string.Join('|', output.Attributes.Select(attribute => $"{attribute.Name}={attribute.Value}"));
                return $"{output.TagName}|{attributes}|{output.TagMode}|{output.Content.GetContent()}";
            });
        },
        flags => flags.AddAspNetCore(o => o.UserId = http => http.Request.Headers["X-User"]));
}
