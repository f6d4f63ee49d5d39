using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>What a compilation needs beside the document.</summary>
internal sealed record RuleSetOptions
{
    /// <summary>What a document may at most hold.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>The conditions of the app's own.</summary>
    public CustomConditions Custom { get; init; } = CustomConditions.None;

    /// <summary>The environment that the program runs in.</summary>
    public string EnvironmentName { get; init; } = "";

    /// <summary>The name of this instance of the program.</summary>
    public string InstanceName { get; init; } = "";
}
