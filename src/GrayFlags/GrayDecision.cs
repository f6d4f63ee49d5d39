using System.Globalization;

namespace GrayFlags;

/// <summary>The answer for one flag and one context, and why.</summary>
/// <remarks>A value that allocates nothing. <c>default</c> is off, with <see cref="DecisionReason.Error"/>.</remarks>
public readonly record struct GrayDecision
{
    private readonly int _bucketPlusOne;
    private readonly string? _version;

    internal GrayDecision(bool enabled, string? variant, DecisionReason reason, string? rule, int bucket, string version, DecisionError error)
    {
        Enabled = enabled;
        Variant = variant;
        Reason = reason;
        Rule = rule;
        _bucketPlusOne = bucket + 1;
        _version = version;
        Error = error;
    }

    /// <summary>True if the flag is on.</summary>
    public bool Enabled { get; }

    /// <summary>The name of the variant that is served; null when none is.</summary>
    public string? Variant { get; }

    /// <summary>The reason for the answer.</summary>
    public DecisionReason Reason { get; }

    /// <summary>The name of the rule that decided; null when none did.</summary>
    public string? Rule { get; }

    /// <summary>The subject's bucket in the rule that decided, 0 to 99,999 (thousandths of a percent); -1 when that rule has no percentage.</summary>
    public int Bucket => _bucketPlusOne - 1;

    /// <summary>The version of the rules that answered; empty before any were loaded.</summary>
    public string Version => _version ?? "";

    /// <summary>The input that was missing or could not be read, if any.</summary>
    public DecisionError Error { get; }

    /// <summary>
    /// True when the context does not get the upgraded version yet and nothing has stopped it: neither off, nor rolled back, nor overridden, nor unknown.
    /// </summary>
    internal bool IsTried => this is { Enabled: false, Reason: DecisionReason.Default or DecisionReason.TargetingMatch or DecisionReason.Split };

    /// <summary>The decision in one line: <c>on: Split, rule 'canary', bucket 12345</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var text = (Enabled ? "on" : "off") + (Variant is null ? "" : $" '{Variant}'") + ": " + Reason;
        if (Error != DecisionError.None)
        {
            text += "/" + Error;
        }

        if (Rule is not null)
        {
            text += $", rule '{Rule}'";
        }

        return Bucket < 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $", bucket {Bucket}");
    }
}
