using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>How documents are compiled.</summary>
internal sealed record RuleSetOptions
{
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>The environment that the program runs in.</summary>
    public string EnvironmentName { get; init; } = "";

    /// <summary>The name of this instance of the program.</summary>
    public string InstanceName { get; init; } = "";
}
