using GrayFlags.Documents;

namespace GrayFlags.Tool.Validate;

/// <summary>Something that was found in a document.</summary>
/// <param name="IsWarning">True for what is valid and probably not meant; false for what refuses the document.</param>
/// <param name="Problem">Where it is, and what is wrong.</param>
internal sealed record Finding(bool IsWarning, DocumentProblem Problem)
{
    public string Severity => IsWarning ? "warning" : "error";
}
