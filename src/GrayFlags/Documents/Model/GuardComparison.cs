namespace GrayFlags.Documents;

/// <summary>The baseline that a guard compares the canary with.</summary>
public enum GuardComparison
{
    /// <summary>The part of the audience that is not admitted yet, at the same time.</summary>
    Control,

    /// <summary>A fixed rate.</summary>
    Limit,
}
