using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>What a compilation needs beside the document.</summary>
internal sealed record RuleSetOptions
{
    /// <summary>What a document may at most hold.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>The conditions of the app's own.</summary>
    public CustomConditions Custom { get; init; } = CustomConditions.None;
}
