using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrayFlags.Documents.Writing;

/// <summary>Writes a document in the order of the schema, so that equal documents give equal text.</summary>
internal static partial class DocumentWriter
{
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz";
    public const string DateFormat = "yyyy-MM-dd";

    public static string Write(FlagDocument document, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer, document, indented);

        // The writer breaks lines as the machine does; the text is the same on all of them.
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    public static void WriteTo(IBufferWriter<byte> buffer, FlagDocument document, bool indented)
    {
        // Names and regions of any script stay readable; the text is never embedded in HTML by us.
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        WriteText(json, "$schema", document.Schema);
        if (document.SchemaVersion != 1)
        {
            json.WriteNumber("schemaVersion", document.SchemaVersion);
        }

        if (document.Version is { } version)
        {
            json.WriteNumber("version", version);
        }

        WriteInstant(json, "issuedAt", document.IssuedAt);
        WriteText(json, "description", document.Description);
        WriteAny(json, "metadata", document.Metadata);
        if (document.Off.Count > 0)
        {
            WriteList(json, "off", document.Off);
        }

        if (document.Segments.Count > 0)
        {
            json.WriteStartObject("segments");
            foreach (var (name, segment) in document.Segments)
            {
                json.WritePropertyName(name);
                WriteSegment(json, segment);
            }

            json.WriteEndObject();
        }

        if (document.Flags.Count > 0)
        {
            json.WriteStartObject("flags");
            foreach (var (name, flag) in document.Flags)
            {
                json.WritePropertyName(name);
                WriteFlag(json, flag);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A word as a document holds it.</summary>
    public static string Word<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    private static void WriteSegment(Utf8JsonWriter json, SegmentDefinition segment)
    {
        json.WriteStartObject();
        WriteText(json, "description", segment.Description);
        WriteAny(json, "metadata", segment.Metadata);
        WriteConditions(json, segment);
        if (segment.Except is { } except)
        {
            json.WriteStartObject("except");
            WriteConditions(json, except);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter json, FlagDefinition flag)
    {
        if (flag.Static is { } on)
        {
            json.WriteBooleanValue(on);
            return;
        }

        json.WriteStartObject();
        WriteText(json, "description", flag.Description);
        WriteText(json, "owner", flag.Owner);
        WriteText(json, "expires", flag.Expires?.ToString());
        WriteList(json, "tags", flag.Tags);
        WriteAny(json, "metadata", flag.Metadata);
        WriteBoolean(json, "clientSide", flag.ClientSide);
        WriteBoolean(json, "enabled", flag.Enabled);
        if (flag.Variants is { } variants)
        {
            json.WriteStartObject("variants");
            foreach (var (name, variant) in variants)
            {
                json.WriteStartObject(name);
                if (variant.Weight is { } weight)
                {
                    json.WriteNumber("weight", weight);
                }

                WriteBoolean(json, "enabled", variant.Enabled);
                WriteAny(json, "value", variant.Value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (flag.Rules is { } rules)
        {
            json.WriteStartObject("rules");
            foreach (var (name, rule) in rules)
            {
                json.WritePropertyName(name);
                WriteRule(json, rule);
            }

            json.WriteEndObject();
        }

        if (flag.Rollout is { } rollout)
        {
            WriteRollout(json, rollout);
        }

        WriteServe(json, "default", flag.Default);
        WriteAllocation(json, flag.Allocation);
        WriteText(json, "whenOff", flag.WhenOff);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleDefinition rule)
    {
        json.WriteStartObject();
        WriteText(json, "description", rule.Description);
        WriteAny(json, "metadata", rule.Metadata);
        WriteBoolean(json, "enabled", rule.Enabled);
        if (rule.Priority is { } priority)
        {
            json.WriteNumber("priority", priority);
        }

        WriteConditions(json, rule);
        if (rule.Except is { } except)
        {
            json.WriteStartObject("except");
            WriteConditions(json, except);
            json.WriteEndObject();
        }

        WriteServe(json, "serve", rule.Serve);
        WriteAllocation(json, rule.Allocation);
        json.WriteEndObject();
    }

    private static void WriteAllocation(Utf8JsonWriter json, IReadOnlyList<AllocationDefinition>? steps)
    {
        if (steps is null)
        {
            return;
        }

        json.WriteStartArray("allocation");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            WriteConditions(json, step);
            WriteText(json, "variant", step.Variant);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConditions(Utf8JsonWriter json, MembershipDefinition definition) =>
        WriteFields(json, ConditionField.OfRules, definition.Conditions);

    public static void WriteNested(Utf8JsonWriter json, string name, ConditionsDefinition conditions)
    {
        json.WriteStartObject(name);
        WriteConditions(json, conditions);
        json.WriteEndObject();
    }

    public static void WriteNestedList(Utf8JsonWriter json, string name, IReadOnlyList<ConditionsDefinition> nested)
    {
        json.WriteStartArray(name);
        foreach (var conditions in nested)
        {
            json.WriteStartObject();
            WriteConditions(json, conditions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteRequires(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, ServeDefinition> requires)
    {
        if (requires.Values.All(serve => serve == ServeDefinition.True))
        {
            WriteList(json, name, [.. requires.Keys]);
            return;
        }

        json.WriteStartObject(name);
        foreach (var (flag, serve) in requires)
        {
            WriteServe(json, flag, serve);
        }

        json.WriteEndObject();
    }

    public static void WriteCustom(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, CustomDefinition> custom)
    {
        json.WriteStartObject(name);
        foreach (var (condition, definition) in custom)
        {
            if (definition.Parameters is { } parameters)
            {
                WriteAny(json, condition, parameters);
            }
            else
            {
                json.WriteBoolean(condition, true);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteServe(Utf8JsonWriter json, string field, ServeDefinition? serve)
    {
        if (serve is not { } value)
        {
            return;
        }

        if (value.IsSplit || value.Variant is not null)
        {
            json.WriteString(field, value.ToString());
        }
        else
        {
            json.WriteBoolean(field, value.Enabled);
        }
    }

    public static void WriteList(Utf8JsonWriter json, string field, IReadOnlyList<string>? entries)
    {
        if (entries is null)
        {
            return;
        }

        json.WriteStartArray(field);
        foreach (var entry in entries)
        {
            json.WriteStringValue(entry);
        }

        json.WriteEndArray();
    }

    public static void WriteNumbers(Utf8JsonWriter json, string field, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray(field);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string field, string? text)
    {
        if (text is not null)
        {
            json.WriteString(field, text);
        }
    }

    private static void WriteBoolean(Utf8JsonWriter json, string field, bool? value)
    {
        if (value is { } boolean)
        {
            json.WriteBoolean(field, boolean);
        }
    }

    public static void WriteInstant(Utf8JsonWriter json, string field, DateTimeOffset? instant) =>
        WriteText(json, field, instant?.ToString(InstantFormat, CultureInfo.InvariantCulture));

    private static void WriteAny(Utf8JsonWriter json, string field, JsonElement? value)
    {
        if (value is { ValueKind: not JsonValueKind.Undefined } element)
        {
            json.WritePropertyName(field);
            element.WriteTo(json);
        }
    }
}
