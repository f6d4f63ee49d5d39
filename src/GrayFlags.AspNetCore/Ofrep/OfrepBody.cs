using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Reads who asks: the context of a body, and the request around it.</summary>
internal static class OfrepBody
{
    private const string TargetingKey = "targetingKey";
    private const string Region = "region";
    private const int MaxDepth = 8;

    // Deeper than any context may be: what is too deep is told apart from what is no JSON.
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 1_000 };

    public static async Task<(GrayContext? Context, OfrepFailure? Failure)> ReadAsync(HttpContext http, GrayOfrepOptions options)
    {
        using var buffer = new PooledBuffer();
        if (!await TryReadAsync(http, buffer, options.MaxBodyBytes).ConfigureAwait(false))
        {
            return (null, OfrepFailure.TooLarge(options.MaxBodyBytes));
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(buffer.Written, Reading);
        }
        catch (JsonException)
        {
            return (null, OfrepFailure.NoJson);
        }

        using (document)
        {
            return TryAttributes(document.RootElement, out var attributes, out var failure) && !IsTooMany(attributes, options, out failure)
                ? (Context(http, attributes, options), null)
                : (null, failure);
        }
    }

    private static async Task<bool> TryReadAsync(HttpContext http, PooledBuffer buffer, int max)
    {
        if (http.Request.ContentLength > max)
        {
            return false;
        }

        while (true)
        {
            var read = await http.Request.Body.ReadAsync(buffer.GetMemory(), http.RequestAborted).ConfigureAwait(false);
            if (read == 0)
            {
                return true;
            }

            buffer.Advance(read);
            if (buffer.Written.Length > max)
            {
                return false;
            }
        }
    }

    private static bool TryAttributes(
        JsonElement root, out Dictionary<string, GrayValue> attributes, [NotNullWhen(false)] out OfrepFailure? failure)
    {
        attributes = new(StringComparer.Ordinal);
        try
        {
            failure = root.ValueKind != JsonValueKind.Object ? OfrepFailure.NoObject("the body")
                : !root.TryGetProperty("context", out var context) || context.ValueKind == JsonValueKind.Null ? null
                : context.ValueKind != JsonValueKind.Object ? OfrepFailure.NoObject("its context")
                : TryFlatten(context, "", 1, attributes) ? null
                : OfrepFailure.TooDeep(MaxDepth);
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode, such as half of a pair.
            failure = OfrepFailure.NoJson;
        }

        return failure is null;
    }

    // Rules know attributes by one name; OpenFeature's contexts may be trees.
    private static bool TryFlatten(JsonElement tree, string prefix, int depth, Dictionary<string, GrayValue> attributes)
    {
        if (depth > MaxDepth)
        {
            return false;
        }

        foreach (var property in tree.EnumerateObject())
        {
            var name = prefix + property.Name;
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                attributes[name] = ValueOf(property.Value);
            }
            else if (!TryFlatten(property.Value, name + ".", depth + 1, attributes))
            {
                return false;
            }
        }

        return true;
    }

    private static GrayValue ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => NumberOf(value),
        JsonValueKind.Array => GrayValue.FromList(value.EnumerateArray().Select(TextOf).OfType<string>()),
        _ => default,
    };

    private static GrayValue NumberOf(JsonElement value) => value.TryGetInt64(out var whole) ? whole
        : value.TryGetDecimal(out var exact) ? exact
        : value.TryGetDouble(out var rough) ? rough
        : default;

    private static string? TextOf(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => item.GetRawText(),
        _ => null,
    };

    private static bool IsTooMany(Dictionary<string, GrayValue> attributes, GrayOfrepOptions options, [NotNullWhen(true)] out OfrepFailure? failure)
    {
        var count = attributes.Count - (attributes.ContainsKey(TargetingKey) ? 1 : 0);
        failure = count > options.MaxAttributes ? OfrepFailure.TooMany(count, options.MaxAttributes) : null;
        return failure is not null;
    }

    private static GrayContext Context(HttpContext http, Dictionary<string, GrayValue> given, GrayOfrepOptions options)
    {
        if (options.Context == OfrepContext.FromBody)
        {
            given.Remove(TargetingKey, out var key);
            return new GrayContext(key.AsString(), given) { Region = given.GetValueOrDefault(Region).AsString() };
        }

        var own = http.GetGrayContext();
        if (options.BodyAttributes.Count == 0 || !given.Keys.Any(options.BodyAttributes.Contains))
        {
            return own;
        }

        var region = options.BodyAttributes.Contains(Region) ? given.GetValueOrDefault(Region).AsString() : null;
        var added = given.Where(one => options.BodyAttributes.Contains(one.Key))
            .Concat(own.AttributeNames.Select(name => KeyValuePair.Create(name, own[name])));
        return new GrayContext(own.UserId, added) { Region = own.Region ?? region, AnonymousSince = own.AnonymousSince };
    }
}
