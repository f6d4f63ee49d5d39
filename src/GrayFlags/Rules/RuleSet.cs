namespace GrayFlags.Rules;

/// <summary>What runs: every flag of the merged documents, compiled. Immutable.</summary>
internal sealed class RuleSet(FlagTable flags, string version)
{
    public FlagTable Flags { get; } = flags;

    /// <summary>The documents' own version if they have one, and their fingerprint: <c>7+3f29ab10c4d2</c>.</summary>
    public string Version { get; } = version;
}
