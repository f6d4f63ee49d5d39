using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>Visits segments or flags so that each comes after those that it refers to, and finds circles and chains that are too long.</summary>
/// <remarks>
/// A walk with a stack of its own: a document may hold a chain of ten thousand, and is to be refused, not to end the process.
/// How deep one is nested is a property of itself, so the verdict does not depend on the order in which they stand.
/// </remarks>
/// <param name="what">What they are, in messages.</param>
/// <param name="names">Their names; everywhere else they are known by their place in it.</param>
/// <param name="references">Those that one refers to.</param>
/// <param name="report">Tells a problem of one with its reference to another; null: with any of its references.</param>
internal sealed class ReferenceOrder(string what, string[] names, Func<int, IReadOnlyList<int>> references, Action<int, string?, string> report)
{
    private const int MaxNesting = 16;
    private const int NotMet = 0;
    private const int Open = -1;

    // The nesting of those that are done, from 1; Open for those on the stack.
    private readonly int[] _nesting = new int[names.Length];
    private readonly List<Step> _stack = [];

    /// <summary>Each is visited right after its references were read, while its definition is still in the caches.</summary>
    public void VisitAll(Action<int> visit)
    {
        for (var place = 0; place < names.Length; place++)
        {
            if (_nesting[place] != NotMet)
            {
                continue;
            }

            var referred = references(place);
            if (referred.Count == 0)
            {
                _nesting[place] = 1;
                visit(place);
            }
            else
            {
                Walk(place, referred, visit);
            }
        }
    }

    private void Walk(int start, IReadOnlyList<int> referred, Action<int> visit)
    {
        Push(start, referred);
        while (_stack.Count > 0)
        {
            var step = _stack[^1];
            if (step.TakeNext() is not { } next)
            {
                Pop(step, visit);
                continue;
            }

            switch (_nesting[next])
            {
                case NotMet:
                    Push(next, references(next));
                    break;
                case Open:
                    ReportCircle(next);
                    break;
                case var nesting:
                    step.Deepest = Math.Max(step.Deepest, nesting);
                    break;
            }
        }
    }

    private void Push(int place, IReadOnlyList<int> referred)
    {
        _nesting[place] = Open;
        _stack.Add(new Step(place, referred));
    }

    private void Pop(Step step, Action<int> visit)
    {
        _stack.RemoveAt(_stack.Count - 1);
        var nesting = step.IsInCircle ? 1 : step.Deepest + 1;
        _nesting[step.Place] = nesting;
        if (_stack.Count > 0)
        {
            _stack[^1].Deepest = Math.Max(_stack[^1].Deepest, nesting);
        }

        // The first that is too deep; those above it are so because of it.
        if (nesting == MaxNesting + 1)
        {
            report(step.Place, null, ProblemText.TooDeepReference(what, MaxNesting));
        }

        visit(step.Place);
    }

    private void ReportCircle(int start)
    {
        var circle = _stack.SkipWhile(step => step.Place != start).ToList();

        // A circle has no depth; what is wrong with it is told once.
        circle.ForEach(step => step.IsInCircle = true);
        var round = circle.Select(step => names[step.Place]).Append(names[start]).ToList();
        report(start, round[1], ProblemText.Cycle(what, round.Select(name => ShownText.Escape(name))));
    }

    private sealed class Step(int place, IReadOnlyList<int> references)
    {
        private int _next;

        public int Place { get; } = place;

        public int Deepest { get; set; }

        public bool IsInCircle { get; set; }

        public int? TakeNext() => _next < references.Count ? references[_next++] : null;
    }
}
