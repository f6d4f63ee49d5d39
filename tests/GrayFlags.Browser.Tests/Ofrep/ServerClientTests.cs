using System.Text.Json;
using GrayFlags.AspNetCore;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Browser.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Browser.Tests.Ofrep;

/// <summary>OFREP.md, acceptance 2: OpenFeature's client for servers gets what <c>Evaluate</c> and <c>GetValue</c> give here.</summary>
public sealed class ServerClientTests
{
    private const int Users = 20;

    private static readonly (string Type, string One, string Two, string Otherwise)[] Types =
    [
        ("boolean", "true", "false", "false"),
        ("string", "\"one\"", "\"中文 two\"", "\"code\""),
        ("integer", "42", "-7", "-1"),
        ("float", "2.5", "1e-3", "-1.5"),
        ("object", """{"a":[1,{"b":null}],"c":"d"}""", """{"e":{}}""", """{"code":1}"""),
    ];

    [Test]
    public async Task Answers_OfEachTypeAndState_AreThoseOfTheEvaluator()
    {
        await using var site = await StartAsync();
        var flags = site.Services.GetRequiredService<IGrayEvaluator>();
        foreach (var (type, _, _, _) in Types)
        {
            await site.Services.GetRequiredService<IGrayRollouts>().RollbackAsync($"{type}-rolled-back", "ana", "why");
        }

        string[] states = ["on", "off", "split", "missing", "disabled", "rolled-back"];
        var questions = (
            from type in Types
            from state in states
            from user in Enumerable.Range(0, Users)
            select (Flag: $"{type.Type}-{state}", type.Type, Otherwise: Json(type.Otherwise), User: $"u{user}")).ToList();

        var printed = Clients.RunNode(
            "server.mjs",
            JsonSerializer.Serialize(questions.Select(one => new
            {
                flag = one.Flag,
                type = one.Type,
                otherwise = one.Otherwise,
                context = new { targetingKey = one.User },
            })),
            site.Client.BaseAddress!.ToString().TrimEnd('/'));

        var answers = JsonSerializer.Deserialize<JsonElement[]>(printed)!;
        Assert.That(answers, Has.Length.EqualTo(questions.Count).And.Length.EqualTo(5 * 6 * Users));
        var mismatches = questions.Zip(answers)
            .Where(pair => !JsonElement.DeepEquals(
                Expected(flags, pair.First.Flag, pair.First.Type, pair.First.Otherwise, pair.First.User), pair.Second.GetProperty("value")))
            .Select(pair => $"{pair.First}: {pair.Second}");
        Assert.That(mismatches, Is.Empty);

        // Both sides of each split, the codes and the reasons: there is something to compare.
        var texts = answers.Select(answer => answer.ToString()).ToList();
        Assert.That(texts.Where(text => text.Contains("\"one\"", StringComparison.Ordinal)).ToList(), Has.Count.InRange(Users + 1, (2 * Users * 5) - 1));
        Assert.That(texts.Where(text => text.Contains("FLAG_NOT_FOUND", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(5 * Users));
        Assert.That(texts.Where(text => text.Contains("DISABLED", StringComparison.Ordinal)), Is.Not.Empty);
        Assert.That(texts.Where(text => text.Contains("SPLIT", StringComparison.Ordinal)), Is.Not.Empty);
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        $$"""{ "flags": { {{string.Join(",\n", Types.SelectMany(FlagsOf))}} } }""",
        app => app.MapGrayOfrep(o => (o.Flags, o.Context, o.AllowAnonymous) = (FlagSelection.All, OfrepContext.FromBody, true)),
        isReal: true);

    private static IEnumerable<string> FlagsOf((string Type, string One, string Two, string Otherwise) type)
    {
        var variants = type.Type == "boolean"
            ? ""
            : $$""" "variants": { "one": { "value": {{type.One}}, "weight": 1 }, "two": { "value": {{type.Two}}, "weight": 1 } },""";
        var one = type.Type == "boolean" ? "true" : "\"one\"";
        var split = type.Type == "boolean" ? "\"rules\": { \"r\": { \"percentage\": 50 } }" : "\"default\": \"split\"";
        yield return $$""" "{{type.Type}}-on": { {{variants}} "default": {{one}} } """;
        yield return $$""" "{{type.Type}}-off": { {{variants}} "default": false } """;
        yield return $$""" "{{type.Type}}-split": { {{variants}} {{split}} } """;
        yield return $$""" "{{type.Type}}-disabled": { {{variants}} "enabled": false } """;
        yield return $$"""
            "{{type.Type}}-rolled-back": { {{variants}} "rollout": { "serve": {{one}},
                "stages": [ { "name": "all", "percentage": 100 } ], "guards": { "errors": { "metric": "error" } } } }
            """;
    }

    private static JsonElement Expected(IGrayEvaluator flags, string flag, string type, JsonElement otherwise, string user)
    {
        var context = new GrayContext(user);
        return type == "boolean"
            ? JsonSerializer.SerializeToElement(flags.Evaluate(flag, context).Enabled)
            : flags.GetValue(flag, context, otherwise);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
