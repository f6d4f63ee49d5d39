using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Compilation;

/// <summary>Collects the problems of a compilation, each with its path and the line of the definition.</summary>
internal sealed class ProblemList
{
    private readonly List<DocumentProblem> _problems = [];
    private readonly NearNames _near = new();
    private int _count;

    public bool IsEmpty => _count == 0;

    // As when reading: a hostile document must not buy memory with its mistakes.
    private bool IsFull => _count >= JsonCursor.MaxProblems;

    public int Count => _count;

    /// <summary>
    /// Counts one more problem where there is no room to list it, so that nobody writes a message that nobody reads. False while there is room.
    /// </summary>
    public bool CountIfFull()
    {
        if (!IsFull)
        {
            return false;
        }

        _count++;
        return true;
    }

    /// <param name="at">The definition that the problem is in, which knows its source and lines.</param>
    /// <param name="field">The field of that definition, or empty for the definition itself.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="path">The path up to the definition.</param>
    public void Add(Definition at, string field, string message, params ReadOnlySpan<string> path)
    {
        if (CountIfFull())
        {
            return;
        }

        _count++;
        var steps = new List<string>(path.Length + 1);
        steps.AddRange(path);
        if (field.Length > 0)
        {
            steps.Add(field);
        }

        var position = at.Mark.PositionOf(field);
        _problems.Add(new DocumentProblem
        {
            Source = at.Mark.Source,
            Line = position.LineOrNull,
            Column = position.ColumnOrNull,
            Path = DocumentPath.Join(steps),
            Message = message,
        });
    }

    /// <summary>Reports a reference to something that is not there, with the name that was probably meant.</summary>
    /// <param name="at">The definition that the problem is in.</param>
    /// <param name="field">The field of that definition, or empty for the definition itself.</param>
    /// <param name="what">What is referred to.</param>
    /// <param name="name">The name that is not there.</param>
    /// <param name="candidates">The names that are.</param>
    /// <param name="path">The path up to the definition.</param>
    public void AddUnknown(Definition at, string field, string what, string name, IEnumerable<string> candidates, params ReadOnlySpan<string> path)
    {
        if (!CountIfFull())
        {
            Add(at, field, ProblemText.UnknownReference(what, LogSafeText.Escape(name), Near(name, candidates)), path);
        }
    }

    /// <summary>The name that was probably meant; null when there is none, or when the document has too many mistakes for a search.</summary>
    public string? Near(string name, IEnumerable<string> candidates) => IsFull ? null : _near.Find(name, candidates);

    /// <summary>All problems; a final one states how many are not listed.</summary>
    public IReadOnlyList<DocumentProblem> List() => _count <= _problems.Count
        ? _problems
        : [.. _problems, new DocumentProblem { Path = "", Message = ProblemText.MoreProblems(_count - _problems.Count) }];
}
