using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Writes answers as the protocol has them.</summary>
internal static class OfrepJson
{
    // Never a part of a page: names and values of any script stay as short as they are.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Utf8JsonWriter WriterTo(PooledBuffer buffer) => new(buffer, Writing);

    /// <summary>Writes all answers, with the address of the stream of changes.</summary>
    /// <returns>The number of bytes before what is said of the stream.</returns>
    public static int WriteBulk(Utf8JsonWriter json, FlagAnswers answers, bool hasMetadata, string? stream)
    {
        json.WriteStartObject();
        json.WriteStartArray("flags"u8);
        foreach (ref readonly var answer in answers.AsSpan())
        {
            WriteAnswer(json, answer, hasMetadata);
        }

        json.WriteEndArray();
        if (hasMetadata)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("version"u8, answers.Version);
            json.WriteEndObject();
        }

        var length = (int)(json.BytesCommitted + json.BytesPending);
        if (stream is not null)
        {
            json.WriteStartArray("eventStreams"u8);
            json.WriteStartObject();
            json.WriteString("type"u8, "sse"u8);
            json.WriteStartObject("endpoint"u8);
            json.WriteString("requestUri"u8, stream);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        return length;
    }

    /// <summary>Writes one answer.</summary>
    public static void WriteAnswer(Utf8JsonWriter json, in FlagAnswer answer, bool hasMetadata)
    {
        var decision = answer.Decision;
        json.WriteStartObject();
        json.WriteString("key"u8, answer.Flag);
        if (HasAnswer(answer))
        {
            json.WritePropertyName("value"u8);
            WriteValue(json, answer);
        }

        json.WriteString("reason"u8, ReasonOf(decision.Reason));
        json.WriteString("variant"u8, decision.Variant ?? (decision.Enabled ? "on" : "off"));
        if (hasMetadata)
        {
            WriteMetadata(json, answer);
        }

        json.WriteEndObject();
    }

    /// <summary>True when there is a value; false where the default of the client's code counts.</summary>
    public static bool HasAnswer(in FlagAnswer answer) => IsValue(answer.Value) || answer.Decision.Enabled || !answer.HasValues;

    /// <summary>Writes the value of an answer that has one.</summary>
    public static void WriteValue(Utf8JsonWriter json, in FlagAnswer answer)
    {
        if (answer.Value is { } value && IsValue(value))
        {
            value.WriteTo(json);
        }
        else
        {
            json.WriteBooleanValue(answer.Decision.Enabled);
        }
    }

    public static void WriteFailure(Utf8JsonWriter json, OfrepFailure failure, string? key)
    {
        json.WriteStartObject();
        if (failure.Code is not null)
        {
            if (key is not null)
            {
                json.WriteString("key"u8, key);
            }

            json.WriteString("errorCode"u8, failure.Code);
        }

        json.WriteString("errorDetails"u8, failure.Details);
        json.WriteEndObject();
    }

    // Clients take null for a value of the wrong type.
    private static bool IsValue(JsonElement? value) => value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    private static ReadOnlySpan<byte> ReasonOf(DecisionReason reason) => reason switch
    {
        DecisionReason.Static or DecisionReason.Override => "STATIC"u8,
        DecisionReason.TargetingMatch => "TARGETING_MATCH"u8,
        DecisionReason.Split => "SPLIT"u8,
        DecisionReason.Default => "DEFAULT"u8,
        DecisionReason.Disabled or DecisionReason.RolledBack or DecisionReason.Removed => "DISABLED"u8,
        _ => "UNKNOWN"u8,
    };

    private static void WriteMetadata(Utf8JsonWriter json, in FlagAnswer answer)
    {
        var decision = answer.Decision;
        json.WriteStartObject("metadata"u8);
        if (decision.Reason is DecisionReason.Override or DecisionReason.RolledBack or DecisionReason.Removed)
        {
            json.WriteString(
                "reason"u8,
                decision.Reason switch
                {
                    DecisionReason.Override => "override"u8,
                    DecisionReason.RolledBack => "rolled_back"u8,
                    _ => "removed"u8,
                });
        }

        if (decision.Error is DecisionError.TargetingKeyMissing or DecisionError.AttributeUnreadable)
        {
            json.WriteString("error"u8, decision.Error == DecisionError.TargetingKeyMissing ? "TARGETING_KEY_MISSING"u8 : "ATTRIBUTE_UNREADABLE"u8);
        }

        if (decision.Rule is { } rule)
        {
            json.WriteString("rule"u8, rule);
        }

        if (decision.Bucket >= 0)
        {
            json.WriteNumber("bucket"u8, decision.Bucket);
        }

        if (answer.Owner is { } owner)
        {
            json.WriteString("owner"u8, owner);
        }

        json.WriteString("version"u8, decision.Version);
        json.WriteEndObject();
    }
}
