using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>Puts segments into an order in which each comes after those that it refers to, and finds circles and chains that are too long.</summary>
/// <remarks>
/// A walk with a stack of its own: a document may hold a chain of ten thousand segments, and is to be refused, not to end the process.
/// How deep a segment is nested is a property of the segment, so the verdict does not depend on the order in which they stand.
/// </remarks>
internal sealed class SegmentOrder(IReadOnlyDictionary<string, SegmentDefinition> definitions, IReadOnlyDictionary<string, string> spellings, ProblemList problems)
{
    private const int MaxNesting = 16;
    private const int Open = 0;

    // The nesting of those that are done, from 1; Open for those on the stack.
    private readonly Dictionary<string, int> _nesting = new(StringComparer.Ordinal);
    private readonly List<Step> _stack = [];
    private readonly List<string> _order = [];

    public IReadOnlyList<string> Sort()
    {
        foreach (var name in spellings.Values)
        {
            if (!_nesting.ContainsKey(name))
            {
                Walk(name);
            }
        }

        return _order;
    }

    private void Walk(string start)
    {
        Push(start);
        while (_stack.Count > 0)
        {
            var step = _stack[^1];
            if (step.TakeNext() is not { } next)
            {
                Pop(step);
            }
            else if (!_nesting.TryGetValue(next, out var nesting))
            {
                Push(next);
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

    private void Push(string name)
    {
        _nesting.Add(name, Open);
        _stack.Add(new Step(name, References(definitions[name])));
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
            problems.Add(definitions[step.Name], FieldThatRefers(step.Name), ProblemText.TooDeepReference("segment", MaxNesting), "segments", step.Name);
        }
    }

    private void ReportCircle(string name)
    {
        var circle = _stack.SkipWhile(step => step.Name != name).ToList();

        // A circle has no depth; what is wrong with it is told once.
        circle.ForEach(step => step.IsInCircle = true);
        var names = circle.Select(step => step.Name).Append(name).Select(step => ShownText.Escape(step));
        problems.Add(definitions[name], FieldThatRefers(name), ProblemText.Cycle("segment", names), "segments", name);
    }

    private string FieldThatRefers(string name) => definitions[name].Segments is null ? "except" : "segments";

    private List<string> References(SegmentDefinition definition)
    {
        var references = new List<string>();
        foreach (var name in (definition.Segments ?? []).Concat(definition.Except?.Segments ?? []))
        {
            if (spellings.TryGetValue(name ?? "", out var spelling))
            {
                references.Add(spelling);
            }
        }

        return references;
    }

    private sealed class Step(string name, List<string> references)
    {
        private int _next;

        public string Name { get; } = name;

        public int Deepest { get; set; }

        public bool IsInCircle { get; set; }

        public string? TakeNext() => _next < references.Count ? references[_next++] : null;
    }
}
