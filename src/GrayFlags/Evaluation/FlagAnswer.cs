using System.Text.Json;
using GrayFlags.Rules;

namespace GrayFlags;

/// <summary>The answer of one flag with the value that comes with it. Immutable.</summary>
/// <remarks><c>default</c> is the answer of a flag that there is not.</remarks>
public readonly struct FlagAnswer : IEquatable<FlagAnswer>
{
    private readonly Flag? _flag;
    private readonly Variant? _variant;
    private readonly string? _name;

    internal FlagAnswer(string name, Flag? flag, Variant? variant, in GrayDecision decision)
    {
        _name = name;
        _flag = flag;
        _variant = variant;
        Decision = decision;
    }

    /// <summary>The flag's name, as its document spells it; for a flag that there is not, as it was asked for.</summary>
    public string Flag => _flag?.Name ?? _name ?? "";

    /// <summary>The decision, the same that <see cref="IGrayEvaluator.Evaluate(string, GrayContext)"/> gives.</summary>
    public GrayDecision Decision { get; }

    /// <summary>The value of the variant that is served; null when none is served, or when it has no value.</summary>
    public JsonElement? Value => _variant?.Value;

    /// <summary>True when variants of the flag have values: where none is served, the code's default counts.</summary>
    public bool HasValues => _flag?.HasValues == true;

    /// <summary>True when browsers and apps on devices may see the flag.</summary>
    public bool IsClientSide => _flag?.IsClientSide == true;

    /// <summary>The owner of the flag; null when there is none.</summary>
    public string? Owner => _flag?.Definition.Owner;

    /// <summary>Compares two answers.</summary>
    /// <param name="left">An answer.</param>
    /// <param name="right">Another one.</param>
    /// <returns>True when flag, decision and variant are the same.</returns>
    public static bool operator ==(FlagAnswer left, FlagAnswer right) => left.Equals(right);

    /// <summary>Compares two answers.</summary>
    /// <param name="left">An answer.</param>
    /// <param name="right">Another one.</param>
    /// <returns>True when flag, decision or variant differ.</returns>
    public static bool operator !=(FlagAnswer left, FlagAnswer right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(FlagAnswer other) => Flag == other.Flag && ReferenceEquals(_variant, other._variant) && Decision == other.Decision;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FlagAnswer other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Flag, Decision);

    /// <summary>The flag and its decision in one line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => $"{Flag}: {Decision}";
}
