using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>Puts segments or flags into an order in which each comes after those that it refers to, and finds circles and chains that are too long.</summary>
/// <remarks>
/// A walk with a stack of its own: a document may hold a chain of ten thousand, and is to be refused, not to end the process.
/// How deep one is nested is a property of itself, so the verdict does not depend on the order in which they stand.
/// </remarks>
/// <param name="what">What they are, in messages.</param>
/// <param name="names">Their names.</param>
/// <param name="references">The names that one refers to, as they are spelt where they are defined.</param>
/// <param name="report">Tells a problem of one with its reference to another; null: with any of its references.</param>
internal sealed class ReferenceOrder(string what, IReadOnlyCollection<string> names, Func<string, IReadOnlyList<string>> references, Action<string, string?, string> report)
{
    private const int MaxNesting = 16;
    private const int Open = 0;

    // The nesting of those that are done, from 1; Open for those on the stack.
    private readonly Dictionary<string, int> _nesting = new(names.Count, StringComparer.Ordinal);
    private readonly List<Step> _stack = [];
    private readonly List<string> _order = new(names.Count);

    public IReadOnlyList<string> Sort()
    {
        foreach (var name in names)
        {
            if (_nesting.ContainsKey(name))
            {
                continue;
            }

            var referred = references(name);
            if (referred.Count == 0)
            {
                _nesting.Add(name, 1);
                _order.Add(name);
            }
            else
            {
                Walk(name, referred);
            }
        }

        return _order;
    }

    private void Walk(string start, IReadOnlyList<string> referred)
    {
        Push(start, referred);
        while (_stack.Count > 0)
        {
            var step = _stack[^1];
            if (step.TakeNext() is not { } next)
            {
                Pop(step);
            }
            else if (!_nesting.TryGetValue(next, out var nesting))
            {
                Push(next, references(next));
            }
            else if (nesting == Open)
            {
                ReportCircle(next);
            }
            else
            {
                step.Deepest = Math.Max(step.Deepest, nesting);
            }
        }
    }

    private void Push(string name, IReadOnlyList<string> referred)
    {
        _nesting.Add(name, Open);
        _stack.Add(new Step(name, referred));
    }

    private void Pop(Step step)
    {
        _stack.RemoveAt(_stack.Count - 1);
        _order.Add(step.Name);
        var nesting = step.IsInCircle ? 1 : step.Deepest + 1;
        _nesting[step.Name] = nesting;
        if (_stack.Count > 0)
        {
            _stack[^1].Deepest = Math.Max(_stack[^1].Deepest, nesting);
        }

        // The first that is too deep; those above it are so because of it.
        if (nesting == MaxNesting + 1)
        {
            report(step.Name, null, ProblemText.TooDeepReference(what, MaxNesting));
        }
    }

    private void ReportCircle(string name)
    {
        var circle = _stack.SkipWhile(step => step.Name != name).ToList();

        // A circle has no depth; what is wrong with it is told once.
        circle.ForEach(step => step.IsInCircle = true);
        var round = circle.Select(step => step.Name).Append(name).ToList();
        report(name, round[1], ProblemText.Cycle(what, round.Select(step => ShownText.Escape(step))));
    }

    private sealed class Step(string name, IReadOnlyList<string> references)
    {
        private int _next;

        public string Name { get; } = name;

        public int Deepest { get; set; }

        public bool IsInCircle { get; set; }

        public string? TakeNext() => _next < references.Count ? references[_next++] : null;
    }
}
