using System.Globalization;
using System.Text;
using System.Text.Json;
using GrayFlags.AspNetCore.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>OFREP.md, acceptance 1: every answer of generated documents is as the protocol's description has it.</summary>
/// <remarks>With the variable GRAYFLAGS_OFREP_ANSWERS the answers go into a file, to be validated against the description itself.</remarks>
public sealed class AnswerShapeTests
{
    private const int Documents = 200;
    private const int Contexts = 5;

    private static readonly string[] Values = ["true", "1", "-2.5e3", "\"text 中文\"", "{\"a\":[1,null]}", "[]", "null", "{}"];
    private static readonly string[] Odd = ["", "{", "7", "[]", """{"context":[]}""", """{"context":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{}}}}}}}}}}"""];

    [Test]
    public async Task Answers_OfGeneratedDocuments_AreAsTheProtocolHasThem()
    {
        var random = new Random(20261129);
        await using var site = await TestSite.StartAsync(
            """{ "flags": { "generation--1": true } }""",
            app => app.MapGrayOfrep(o => (o.Flags, o.Context, o.AllowAnonymous) = (FlagSelection.All, OfrepContext.FromBody, true)));
        var problems = new List<string>();
        var lines = new StringBuilder();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var generation = 0; generation < Documents; generation++)
        {
            site.Rules.SetJson(Document(random, generation));
            await site.ReloadedAsync($"generation-{generation}");
            for (var context = 0; context < Contexts; context++)
            {
                var body = context < Contexts - 1 ? Context(random) : Odd[random.Next(Odd.Length)];
                var bulk = await site.AskAsync(OfrepSiteExtensions.Bulk, body);
                problems.AddRange(AnswerShape.ProblemsOfBulk(bulk.Status, bulk.Body));
                lines.AppendLine(CultureInfo.InvariantCulture, $"bulk {bulk.Status} {bulk.Body}");
                foreach (var name in new[] { "a", $"flag-{random.Next(8)}", "nowhere" })
                {
                    var one = await site.AskAsync($"{OfrepSiteExtensions.Bulk}/{name}", body);
                    problems.AddRange(AnswerShape.ProblemsOfOne(one.Status, one.Body));
                    lines.AppendLine(CultureInfo.InvariantCulture, $"one {one.Status} {one.Body}");
                    if (one.Status == 200)
                    {
                        var reason = one.Json.GetProperty("reason").GetString()!;
                        seen[reason] = seen.GetValueOrDefault(reason) + 1;
                    }
                }
            }
        }

        if (Environment.GetEnvironmentVariable("GRAYFLAGS_OFREP_ANSWERS") is { Length: > 0 } path)
        {
            await File.WriteAllTextAsync(path, lines.ToString());
        }

        Assert.That(problems.Take(5), Is.Empty);
        Assert.That(seen.Keys, Is.SupersetOf(new[] { "DEFAULT", "TARGETING_MATCH", "SPLIT", "DISABLED", "STATIC" }), "there is something to look at");
    }

    // Each is a document of its own, which its marker tells from the others.
    private static string Document(Random random, int generation)
    {
        var flags = new StringBuilder($$"""{ "flags": { "generation-{{generation}}": true, "a": {{Flag(random, "")}}""");
        for (var number = 0; number < 8; number++)
        {
            var needed = number > 0 && random.Next(4) == 0 ? $", \"requires\": [\"flag-{random.Next(number)}\"]" : "";
            flags.Append(CultureInfo.InvariantCulture, $", \"flag-{number}\": {Flag(random, needed)}");
        }

        return flags.Append(" } }").ToString();
    }

    private static string Flag(Random random, string needed)
    {
        if (random.Next(6) == 0)
        {
            return random.Next(2) == 0 ? "true" : "false";
        }

        var parts = new List<string> { $"\"clientSide\": {(random.Next(2) == 0 ? "true" : "false")}" };
        if (random.Next(3) == 0)
        {
            parts.Add("\"owner\": \"团队\"");
        }

        if (random.Next(6) == 0)
        {
            parts.Add("\"enabled\": false");
        }

        var hasVariants = random.Next(2) == 0;
        if (hasVariants)
        {
            parts.Add($"\"variants\": {{ \"a\": {{ \"weight\": 1, \"value\": {Values[random.Next(Values.Length)]} }}, \"b\": {{ \"weight\": 2 }} }}");
        }

        string[] serves = hasVariants ? ["true", "false", "\"a\"", "\"b\"", "\"split\""] : ["true", "false"];
        var condition = random.Next(4) switch
        {
            0 => "\"users\": [\"u1\", \"u2\"]",
            1 => "\"percentage\": 50",
            2 => "\"when\": { \"plan\": \"pro\" }",
            _ => "\"regions\": [\"CN\"]",
        };
        parts.Add($"\"rules\": {{ \"r\": {{ {condition}{needed}, \"serve\": {serves[random.Next(Math.Min(4, serves.Length))]} }} }}");
        parts.Add($"\"default\": {serves[random.Next(serves.Length)]}");
        return "{ " + string.Join(", ", parts) + " }";
    }

    private static string Context(Random random)
    {
        var context = new Dictionary<string, object?>();
        if (random.Next(4) != 0)
        {
            context["targetingKey"] = $"u{random.Next(20)}";
        }

        context["plan"] = new object?[] { "pro", "free", 7, null, true, new[] { "pro" }, new { name = "pro" } }[random.Next(7)];
        context["region"] = random.Next(2) == 0 ? "CN-GD" : null;
        return JsonSerializer.Serialize(new { context });
    }
}
