using System.Text;
using System.Text.Json;
using GrayFlags.Documents;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Flattens the context of a body while it is read, so that what is too much ends the reading before it costs anything.</summary>
internal sealed class OfrepAttributes(GrayOfrepOptions options)
{
    public const string TargetingKey = "targetingKey";

    private const int MaxDepth = 8;

    // No rule names a longer one.
    private const int MaxNameLength = DocumentLimits.MaxNameLength;

    // An escaped character is six bytes, so that of more bytes the characters are too many.
    private const int MaxBytesOfCharacter = 6;

    // Deeper than any context may be: what is too deep is told apart from what is no JSON.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 1_000 };

    // Browsers may add what is listed; nothing else of theirs is kept.
    private readonly string[]? _kept = options.Context == OfrepContext.FromBody ? null : [.. options.BodyAttributes];

    private int _count;

    /// <summary>The attributes that count, by their names; of two with one name the later.</summary>
    public Dictionary<string, GrayValue> Given { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a body.</summary>
    /// <returns>The reason for which it is refused; null when it is not.</returns>
    public OfrepFailure? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body, Reading);
            return ReadBody(ref json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is of a text that is no Unicode, such as half of a pair.
            return OfrepFailure.NoJson;
        }
    }

    private OfrepFailure? ReadBody(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            json.Read();
            return OfrepFailure.NoObject("the body");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isContext = json.ValueTextEquals("context"u8);
            json.Read();
            if (!isContext)
            {
                json.Skip();
            }
            else if (ReadContext(ref json) is { } failure)
            {
                return failure;
            }
        }

        // Throws when anything follows.
        json.Read();
        return null;
    }

    private OfrepFailure? ReadContext(ref Utf8JsonReader json)
    {
        Given.Clear();
        _count = 0;
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return OfrepFailure.NoObject("its context");
        }

        Span<char> name = stackalloc char[MaxNameLength * (MaxBytesOfCharacter + 1)];
        return Flatten(ref json, name, 0, 1);
    }

    // Rules know attributes by one name; OpenFeature's contexts may be trees.
    private OfrepFailure? Flatten(ref Utf8JsonReader json, scoped Span<char> name, int prefix, int depth)
    {
        if (depth > MaxDepth)
        {
            return OfrepFailure.TooDeep(MaxDepth);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var length = prefix;
            if (json.ValueSpan.Length > MaxNameLength * MaxBytesOfCharacter || (length += json.CopyString(name[prefix..])) > MaxNameLength)
            {
                return OfrepFailure.TooLongName(MaxNameLength);
            }

            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                if (!TryAdd(ref json, name[..length]))
                {
                    return OfrepFailure.TooMany(options.MaxAttributes);
                }

                continue;
            }

            name[length] = '.';
            if (Flatten(ref json, name, length + 1, depth + 1) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private bool TryAdd(ref Utf8JsonReader json, scoped ReadOnlySpan<char> name)
    {
        if (!name.SequenceEqual(TargetingKey) && ++_count > options.MaxAttributes)
        {
            return false;
        }

        if (KeptNameOf(name) is { } kept)
        {
            Given[kept] = ValueOf(ref json);
        }
        else
        {
            json.Skip();
        }

        return true;
    }

    private string? KeptNameOf(ReadOnlySpan<char> name)
    {
        if (_kept is null)
        {
            return name.ToString();
        }

        foreach (var kept in _kept)
        {
            if (name.SequenceEqual(kept))
            {
                return kept;
            }
        }

        return null;
    }

    private static GrayValue ValueOf(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => NumberOf(ref json),
        JsonTokenType.StartArray => ListOf(ref json),
        _ => default,
    };

    private static GrayValue NumberOf(ref Utf8JsonReader json) => json.TryGetInt64(out var whole) ? whole
        : json.TryGetDecimal(out var exact) ? exact
        : json.TryGetDouble(out var rough) ? rough
        : default;

    private static GrayValue ListOf(ref Utf8JsonReader json)
    {
        var items = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            switch (json.TokenType)
            {
                case JsonTokenType.String:
                    items.Add(json.GetString()!);
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    items.Add(Encoding.UTF8.GetString(json.ValueSpan));
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return GrayValue.FromList(items);
    }
}
