using GrayFlags.Documents;

namespace GrayFlags.Tool.Common;

/// <summary>Problems as lines that editors and terminals turn into links: <c>flags.json(12,7): flags.a.rules.b: …</c>.</summary>
internal static class ProblemLine
{
    public static string Place(DocumentProblem problem) => problem switch
    {
        { Line: { } line, Column: { } column } => $"{problem.Source}({line},{column}): ",
        { Line: { } line } => $"{problem.Source}({line}): ",
        { Source: { } source } => $"{source}: ",
        _ => "",
    };

    public static string What(DocumentProblem problem) => problem.Path.Length > 0 ? $"{problem.Path}: {problem.Message}" : problem.Message;

    public static string Of(DocumentProblem problem) => Visible.Line(Place(problem) + What(problem));
}
