namespace GrayFlags.Documents;

/// <summary>What a guard holds the canary against.</summary>
public enum GuardComparison
{
    /// <summary>Those in the audience who are not admitted yet, at the same time.</summary>
    Control,

    /// <summary>A rate that is written down.</summary>
    Limit,
}
