using GrayFlags.Compilation.Patterns;
using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>The inputs of a compilation besides the document.</summary>
internal sealed record RuleSetOptions
{
    /// <summary>The limits of a document.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>The compiled patterns of earlier documents, which the next one reuses.</summary>
    public PatternPool Patterns { get; } = new();

    /// <summary>The conditions of the app's own.</summary>
    public CustomConditions Custom { get; init; } = CustomConditions.None;

    /// <summary>The environment that the program runs in.</summary>
    public string EnvironmentName { get; init; } = "";

    /// <summary>The name of this instance of the program.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>True if the app reports outcomes of its units of work, so that evaluations of flags with guards have to be recorded.</summary>
    public bool NotesOutcomes { get; init; }
}
