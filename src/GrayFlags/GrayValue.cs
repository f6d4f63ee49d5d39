using System.Globalization;
using System.Runtime.CompilerServices;

namespace GrayFlags;

/// <summary>The value of an attribute: a text, a number, a boolean, an instant or a list of texts, without boxing.</summary>
/// <remarks>
/// Immutable, and safe to share between threads. The default value is <see cref="GrayValueKind.None"/>, a missing attribute.
/// Numbers of every type of C# are kept exactly; what has no conversion here does not compile, and is passed as the text that rules are to see.
/// </remarks>
public readonly partial struct GrayValue : IEquatable<GrayValue>
{
    // The text or the list.
    private readonly object? _reference;

    // Everything else, but for the upper 32 bits of a decimal, its decimals and its sign: they share 8 bytes with the kind, so that a value stays at 24.
    private readonly long _bits;
    private readonly uint _high;
    private readonly byte _kind;
    private readonly NumberForm _form;
    private readonly byte _scale;
    private readonly bool _isNegative;

    private GrayValue(GrayValueKind kind, object? reference, long bits)
    {
        _kind = (byte)kind;
        _reference = reference;
        _bits = bits;
    }

    /// <summary>The kind of the value.</summary>
    public GrayValueKind Kind => (GrayValueKind)_kind;

    /// <summary>True if there is no value.</summary>
    public bool IsNone => Kind == GrayValueKind.None;

    internal string? Text => Kind == GrayValueKind.Text ? Unsafe.As<string>(_reference) : null;

    internal IReadOnlyList<string>? List => Kind == GrayValueKind.List ? Unsafe.As<string[]>(_reference) : null;

    internal ReadOnlySpan<string?> Texts => Kind == GrayValueKind.List ? Unsafe.As<string?[]>(_reference) : default;

    internal bool Boolean => _bits != 0;

    internal DateTimeOffset DateTime => new(_bits, TimeSpan.Zero);

    /// <summary>A text; null is no value.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator GrayValue(string? text) => FromString(text);

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator GrayValue(bool value) => FromBoolean(value);

    /// <summary>An instant; its offset is not kept.</summary>
    /// <param name="instant">The instant.</param>
    public static implicit operator GrayValue(DateTimeOffset instant) => FromDateTimeOffset(instant);

    /// <summary>A list of texts, copied; null is no value.</summary>
    /// <param name="list">The texts.</param>
    public static implicit operator GrayValue(string[]? list) => FromList(list);

    /// <summary>Compares two values: same kind, same content, texts ordinally. 0.1 as a decimal and as a double are two numbers.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator ==(GrayValue left, GrayValue right) => left.Equals(right);

    /// <summary>Compares two values: same kind, same content, texts ordinally. 0.1 as a decimal and as a double are two numbers.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    public static bool operator !=(GrayValue left, GrayValue right) => !left.Equals(right);

    /// <summary>A text; null is no value.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromString(string? text) => text is null ? default : new(GrayValueKind.Text, text, 0);

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromBoolean(bool value) => new(GrayValueKind.Boolean, null, value ? 1 : 0);

    /// <summary>An instant; its offset is not kept.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromDateTimeOffset(DateTimeOffset instant) => new(GrayValueKind.DateTime, null, instant.UtcTicks);

    /// <summary>A list of texts, copied; null is no value.</summary>
    /// <param name="list">The texts.</param>
    /// <returns>The value.</returns>
    public static GrayValue FromList(IEnumerable<string>? list) => list is null ? default : new(GrayValueKind.List, list.ToArray(), 0);

    /// <summary>The text, where this is one.</summary>
    /// <returns>The text; null for every other kind.</returns>
    public string? AsString() => Text;

    /// <summary>The number, where this is one.</summary>
    /// <returns>The number, or the nearest double; null for every other kind. <see cref="ToString"/> gives all digits.</returns>
    public double? AsNumber() => Kind == GrayValueKind.Number ? Number : null;

    /// <summary>The truth value, where this is one.</summary>
    /// <returns>The value; null for every other kind.</returns>
    public bool? AsBoolean() => Kind == GrayValueKind.Boolean ? Boolean : null;

    /// <summary>The instant, where this is one.</summary>
    /// <returns>The instant in UTC; null for every other kind.</returns>
    public DateTimeOffset? AsDateTimeOffset() => Kind == GrayValueKind.DateTime ? DateTime : null;

    /// <summary>The texts, where this is a list.</summary>
    /// <returns>The texts; null for every other kind.</returns>
    public IReadOnlyList<string>? AsList() => List;

    /// <inheritdoc/>
    public bool Equals(GrayValue other)
    {
        if (Kind != other.Kind)
        {
            return false;
        }

        return Kind switch
        {
            GrayValueKind.Text => string.Equals(Text, other.Text, StringComparison.Ordinal),
            GrayValueKind.List => List!.SequenceEqual(other.List!, StringComparer.Ordinal),
            _ => _bits == other._bits && _high == other._high && _form == other._form && _scale == other._scale && _isNegative == other._isNegative,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrayValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        GrayValueKind.Text => StringComparer.Ordinal.GetHashCode(Text!),
        GrayValueKind.List => List!.Count,
        _ => HashCode.Combine(Kind, _bits, _high),
    };

    /// <summary>The value as people read it, in the invariant culture.</summary>
    /// <returns>The text; empty for no value.</returns>
    public override string ToString() => Kind switch
    {
        GrayValueKind.Text => Text!,
        GrayValueKind.Number => NumberText(stackalloc char[MaxNumberLength]).ToString(),
        GrayValueKind.Boolean => Boolean ? "true" : "false",
        GrayValueKind.DateTime => DateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
        GrayValueKind.List => string.Join(", ", List!),
        _ => "",
    };
}
