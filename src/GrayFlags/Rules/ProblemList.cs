using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>Collects the problems of a compilation, each with its path and the line of the definition.</summary>
internal sealed class ProblemList
{
    private readonly List<DocumentProblem> _problems = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <param name="at">The definition that the problem is in, which knows its source and lines.</param>
    /// <param name="field">The field of that definition, or empty for the definition itself.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="path">The path up to the definition.</param>
    public void Add(Definition at, string field, string message, params ReadOnlySpan<string> path)
    {
        // As when reading: a hostile document must not buy memory with its mistakes.
        if (++_count > JsonCursor.MaxProblems)
        {
            return;
        }

        var steps = new List<string>(path.Length + 1);
        steps.AddRange(path);
        if (field.Length > 0)
        {
            steps.Add(field);
        }

        _problems.Add(new DocumentProblem
        {
            Source = at.Mark.Source,
            Line = at.Mark.LineOf(field),
            Path = DocumentPath.Join(steps),
            Message = message,
        });
    }

    /// <summary>All problems; one more says how many there is no room for.</summary>
    public IReadOnlyList<DocumentProblem> List() => _count <= _problems.Count
        ? _problems
        : [.. _problems, new DocumentProblem { Path = "", Message = ProblemText.MoreProblems(_count - _problems.Count) }];
}
