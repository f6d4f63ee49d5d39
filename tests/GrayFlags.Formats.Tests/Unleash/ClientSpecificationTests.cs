using System.Text;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.Unleash;

/// <summary>The whole client specification of Unleash, as npm gives it.</summary>
public sealed class ClientSpecificationTests
{
    private static readonly string[] ContextFields = ["userId", "properties", "currentTime"];

    [Test]
    public void Specification_IsPassed_Whole()
    {
        if (ClientSpecification.Load(out var reason) is not { } files)
        {
            Assert.Ignore($"npm does not give the specification: {reason}");
            return;
        }

        var cases = files.SelectMany(Cases).ToList();

        Assert.That(cases, Has.Count.GreaterThan(250));
        Assert.That(cases.Where(one => one is not null), Is.Empty);
    }

    private static IEnumerable<string?> Cases(JsonElement file)
    {
        var name = file.GetProperty("name").GetString();
        var read = UnleashFormat.Instance.Read(Encoding.UTF8.GetBytes(file.GetProperty("state").GetRawText()), new DocumentReaderOptions());
        if (read.Document is not { } document)
        {
            yield return $"{name}: {string.Join("; ", read.Problems)}";
            yield break;
        }

        foreach (var test in List(file, "tests").Concat(List(file, "variantTests")))
        {
            var difference = Difference(document, test);
            yield return difference is null ? null : $"{name}: {test.GetProperty("description").GetString()}: {difference}";
        }
    }

    private static JsonElement.ArrayEnumerator List(JsonElement file, string field) =>
        file.TryGetProperty(field, out var list) ? list.EnumerateArray() : default;

    private static string? Difference(FlagDocument document, JsonElement test)
    {
        var asked = test.GetProperty("context");
        var now = asked.TryGetProperty("currentTime", out var time) ? time.GetDateTimeOffset() : new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var evaluator = GrayEvaluator.Create(
            builder => builder.AddProvider(new InMemoryRuleProvider(document)).Services.AddSingleton<TimeProvider>(new ManualTimeProvider(now)));
        var decision = evaluator.Evaluate(test.GetProperty("toggleName").GetString()!, ContextOf(asked));
        var expected = test.GetProperty("expectedResult");
        if (expected.ValueKind != JsonValueKind.Object)
        {
            return decision.Enabled == expected.GetBoolean() ? null : $"{decision.Enabled}";
        }

        var isOn = expected.GetProperty("feature_enabled").GetBoolean();
        var variant = expected.GetProperty("enabled").GetBoolean() ? expected.GetProperty("name").GetString() : null;
        return decision.Enabled == isOn && decision.Variant == variant ? null : $"{decision.Enabled}, {decision.Variant}";
    }

    private static GrayContext ContextOf(JsonElement asked)
    {
        var properties = asked.TryGetProperty("properties", out var given) ? given.EnumerateObject().ToList() : [];
        var attributes = asked.EnumerateObject().Where(field => !ContextFields.Contains(field.Name)).Concat(properties);
        return new GrayContext(
            asked.TryGetProperty("userId", out var user) ? user.ToString() : null,
            attributes.Where(field => field.Value.ValueKind != JsonValueKind.Null)
                .Select(field => KeyValuePair.Create(field.Name, (GrayValue)field.Value.ToString())));
    }
}
