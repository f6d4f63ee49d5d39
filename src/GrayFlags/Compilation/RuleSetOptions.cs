using GrayFlags.Compilation.Patterns;
using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>What a compilation needs beside the document.</summary>
internal sealed record RuleSetOptions
{
    /// <summary>What a document may at most hold.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>The patterns of the documents before, which the next one finds ready.</summary>
    public PatternPool Patterns { get; } = new();

    /// <summary>The conditions of the app's own.</summary>
    public CustomConditions Custom { get; init; } = CustomConditions.None;

    /// <summary>The environment that the program runs in.</summary>
    public string EnvironmentName { get; init; } = "";

    /// <summary>The name of this instance of the program.</summary>
    public string InstanceName { get; init; } = "";

    /// <summary>Whether the app tells how its units of work go, so that flags with guards have to be noted when they are asked for.</summary>
    public bool NotesOutcomes { get; init; }
}
