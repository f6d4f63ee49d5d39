using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>Collects the problems of a compilation, each with its path and the line of the definition.</summary>
internal sealed class ProblemList
{
    public List<DocumentProblem> Problems { get; } = [];

    /// <param name="at">The definition that the problem is in, which knows its source and lines.</param>
    /// <param name="field">The field of that definition, or empty for the definition itself.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="path">The path up to the definition.</param>
    public void Add(Definition at, string field, string message, params ReadOnlySpan<string> path)
    {
        var steps = new List<string>(path.Length + 1);
        steps.AddRange(path);
        if (field.Length > 0)
        {
            steps.Add(field);
        }

        Problems.Add(new DocumentProblem
        {
            Source = at.Mark?.Source,
            Line = at.Mark?.LineOf(field),
            Path = DocumentPath.Join(steps),
            Message = message,
        });
    }
}
