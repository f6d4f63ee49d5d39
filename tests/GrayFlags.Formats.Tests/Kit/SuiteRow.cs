using System.Text;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Formats.Tests.Kit;

/// <summary>One case: a document of another system, somebody who asks, and what that system answers.</summary>
internal sealed class SuiteRow(JsonElement row)
{
    public string Case => row.GetProperty("case").GetString()!;

    public string Operation => row.GetProperty("op").GetString()!;

    public string Flag => row.GetProperty("flag").GetString()!;

    public JsonElement Document => row.GetProperty("document");

    public JsonElement Expect => row.GetProperty("expect");

    public JsonElement Subject => row.GetProperty("subject");

    public bool? Option(string name) =>
        row.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var value)
            ? value.GetBoolean()
            : null;

    public DocumentReadResult Read(IRuleFormat format) => format.Read(Encoding.UTF8.GetBytes(Document.GetRawText()), new DocumentReaderOptions());

    /// <summary>The difference between what is expected and what the converted document answers; null when there is none.</summary>
    /// <param name="format">The format that converts.</param>
    /// <param name="roundTrip">True to write the converted document, and to answer by the text that is read again.</param>
    public string? Difference(IRuleFormat format, bool roundTrip)
    {
        var read = Read(format);
        if (read.Document is not { } document)
        {
            return $"refused: {string.Join("; ", read.Problems)}";
        }

        if (roundTrip)
        {
            document = FlagDocument.Parse(document.ToJson());
        }

        var clock = new ManualTimeProvider(Now());
        using var evaluator = GrayEvaluator.Create(
            builder => builder.AddProvider(new InMemoryRuleProvider(document)).Services.AddSingleton<TimeProvider>(clock));
        return Difference(evaluator);
    }

    /// <summary>The context of the case.</summary>
    public GrayContext Context()
    {
        var attributes = new Dictionary<string, GrayValue>(StringComparer.Ordinal);
        if (Subject.TryGetProperty("attributes", out var given))
        {
            Flatten("", given, attributes);
        }

        if (Subject.TryGetProperty("groups", out var groups))
        {
            attributes["groups"] = groups.EnumerateArray().Select(static group => group.GetString()!).ToArray();
        }

        return new GrayContext(Subject.GetProperty("key").GetString(), attributes);
    }

    private static void Flatten(string prefix, JsonElement given, Dictionary<string, GrayValue> attributes)
    {
        foreach (var property in given.EnumerateObject())
        {
            var name = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                Flatten(name + ".", property.Value, attributes);
            }
            else
            {
                attributes[name] = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Number => property.Value.GetDecimal(),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.Array => property.Value.EnumerateArray().Select(static element => element.ToString()).ToArray(),
                    _ => default(GrayValue),
                };
            }
        }
    }

    private DateTimeOffset Now() =>
        Subject.TryGetProperty("now", out var now) ? now.GetDateTimeOffset() : new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private string? Difference(GrayEvaluator evaluator)
    {
        var context = Context();
        var decision = evaluator.Evaluate(Flag, context);
        var differences = new List<string>();
        if (Expect.TryGetProperty("enabled", out var enabled))
        {
            Compare("enabled", enabled.GetBoolean(), decision.Enabled);
            Compare("IsEnabled", enabled.GetBoolean(), evaluator.IsEnabled(Flag, context));
        }

        if (Expect.TryGetProperty("variant", out var variant))
        {
            Compare("variant", variant.GetString(), decision.Variant);
        }

        if (Expect.TryGetProperty("value", out var value) && value.ValueKind != JsonValueKind.Null)
        {
            var got = evaluator.GetValue<JsonElement>(Flag, context, default);

            // A payload of Unleash is a text, also that of a number.
            Compare("value", value.GetRawText(), got.ValueKind == JsonValueKind.Number && value.ValueKind == JsonValueKind.String ? $"\"{got}\"" : Json(got));
        }

        return differences.Count == 0 ? null : string.Join(", ", differences);

        static string? Json(JsonElement given) => given.ValueKind == JsonValueKind.Undefined ? null : JsonSerializer.Serialize(given);

        void Compare<T>(string what, T expected, T actual)
        {
            if (!Equals(expected, actual))
            {
                differences.Add($"{what}: {actual} instead of {expected}");
            }
        }
    }
}
