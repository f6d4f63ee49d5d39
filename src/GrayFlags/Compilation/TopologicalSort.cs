using GrayFlags.Documents.Problems;

namespace GrayFlags.Compilation;

/// <summary>Visits segments or flags so that each comes after those that it refers to, and finds circles and chains that are too long.</summary>
/// <remarks>
/// A walk with a stack of its own: a document may hold a chain of ten thousand, and is to be refused, not to end the process.
/// How deep one is nested is a property of itself, so the verdict does not depend on the order in which they stand.
/// </remarks>
/// <param name="what">What they are, in messages.</param>
/// <param name="names">Their names; everywhere else they are known by their place in it.</param>
/// <param name="references">Those that one refers to.</param>
/// <param name="report">Tells a problem of one with its reference to another; null: with any of its references.</param>
internal sealed class TopologicalSort(string what, string[] names, Func<int, IReadOnlyList<int>> references, Action<int, string?, string> report)
{
    private const int MaxNesting = 16;
    private const int MaxCircles = 20;
    private const int MaxShown = 20;
    private const int NotMet = 0;
    private const int Open = -1;

    // The nesting of those that are done, from 1; Open for those on the stack.
    private readonly int[] _nesting = new int[names.Length];
    // Where on the stack those that are open stand.
    private readonly int[] _depth = new int[names.Length];
    private readonly List<Step> _stack = [];
    private int _circles;
    private int _lastCircle;

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

        if (_circles > MaxCircles)
        {
            report(_lastCircle, null, ProblemText.MoreCircles(what, _circles - MaxCircles));
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
                    ReportCircle(step, next);
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
        _depth[place] = _stack.Count;
        _stack.Add(new Step(place, referred));
    }

    private void Pop(Step step, Action<int> visit)
    {
        _stack.RemoveAt(_stack.Count - 1);
        var nesting = step.Circle <= _stack.Count ? 1 : step.Deepest + 1;
        _nesting[step.Place] = nesting;
        if (_stack.Count > 0)
        {
            _stack[^1].Deepest = Math.Max(_stack[^1].Deepest, nesting);
            _stack[^1].Circle = Math.Min(_stack[^1].Circle, step.Circle);
        }

        // The first that is too deep; those above it are so because of it.
        if (nesting == MaxNesting + 1)
        {
            report(step.Place, null, ProblemText.TooDeepReference(what, MaxNesting));
        }

        visit(step.Place);
    }

    private void ReportCircle(Step end, int start)
    {
        // A circle has no depth; what is wrong with it is told once. All from its start to its end are in it, which those between learn when they are done.
        var from = _depth[start];
        end.Circle = Math.Min(end.Circle, from);

        // Ten thousand flags may be in a hundred thousand circles, each of them thousands long.
        if (++_circles > MaxCircles)
        {
            _lastCircle = start;
            return;
        }

        var length = _stack.Count - from;
        var shown = length > MaxShown ? MaxShown - 2 : length;
        var round = new List<string>();
        for (var depth = from; depth < from + shown; depth++)
        {
            round.Add(LogSafeText.Escape(names[_stack[depth].Place]));
        }

        if (shown < length)
        {
            round.Add(ProblemText.MoreInCircle(length - shown - 1));
            round.Add(LogSafeText.Escape(names[_stack[^1].Place]));
        }

        round.Add(LogSafeText.Escape(names[start]));
        report(start, names[from + 1 < _stack.Count ? _stack[from + 1].Place : start], ProblemText.Cycle(what, round));
    }

    private sealed class Step(int place, IReadOnlyList<int> references)
    {
        private int _next;

        public int Place { get; } = place;

        public int Deepest { get; set; }

        // The lowest place on the stack that a way from here leads back to.
        public int Circle { get; set; } = int.MaxValue;

        public int? TakeNext() => _next < references.Count ? references[_next++] : null;
    }
}
