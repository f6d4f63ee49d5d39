using GrayFlags.Documents;

namespace GrayFlags.Dashboard.Wire;

/// <summary>A problem of a document.</summary>
internal sealed record ProblemView(string? Source, int? Line, int? Column, string Path, string Message)
{
    public static ProblemView Of(DocumentProblem problem) => new(problem.Source, problem.Line, problem.Column, problem.Path, problem.Message);
}
