using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>Compiles segments, each once, those that it refers to first.</summary>
internal sealed class SegmentCompiler
{
    private const int MaxNesting = 16;

    private readonly IReadOnlyDictionary<string, SegmentDefinition> _definitions;
    private readonly ConditionCompiler _conditions;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Segment?> _compiled = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    public SegmentCompiler(FlagDocument document, ConditionCompiler conditions, ProblemList problems)
    {
        _definitions = document.Segments;
        _conditions = conditions;
        _problems = problems;
        foreach (var (name, definition) in document.Segments)
        {
            if (!_spellings.TryAdd(name, name))
            {
                problems.Add(definition, "", ProblemText.GivenTwice(ShownText.Escape(name)), "segments", name);
            }
            else if (!NameRules.IsName(name))
            {
                problems.Add(definition, "", ProblemText.BadName(ShownText.Quote(name)), "segments", name);
            }
        }
    }

    public void CompileAll()
    {
        foreach (var name in _spellings.Values)
        {
            Compile(name);
        }
    }

    /// <summary>The condition for a list of segment names; null where the list was not given or has a problem.</summary>
    public SegmentsCondition? Reference(MembershipDefinition definition, params ReadOnlySpan<string> path)
    {
        if (definition.Segments is not { } names)
        {
            return null;
        }

        var segments = new List<Segment>(names.Count);
        foreach (var name in names)
        {
            if (!_spellings.TryGetValue(name ?? "", out var spelling))
            {
                _problems.Add(definition, "segments", ProblemText.UnknownReference("segment", ShownText.Escape(name ?? ""), NearName.Find(name ?? "", _spellings.Keys)), path);
            }
            else if (Compile(spelling) is { } segment)
            {
                segments.Add(segment);
            }
        }

        return new SegmentsCondition([.. segments]);
    }

    private Segment? Compile(string name)
    {
        if (_compiled.TryGetValue(name, out var segment))
        {
            return segment;
        }

        var definition = _definitions[name];
        if (_open.Contains(name))
        {
            _problems.Add(definition, "segments", ProblemText.Cycle("segment", _open.SkipWhile(open => open != name).Append(name).Select(ShownText.Escape)), "segments", name);
            return null;
        }

        if (_open.Count >= MaxNesting)
        {
            _problems.Add(definition, "", ProblemText.TooDeepReference("segment", MaxNesting), "segments", name);
            return null;
        }

        _open.Add(name);
        segment = Compile(name, definition);
        _open.RemoveAt(_open.Count - 1);
        _compiled[name] = segment;
        return segment;
    }

    private Segment Compile(string name, SegmentDefinition definition)
    {
        if (definition.IsEmpty)
        {
            _problems.Add(definition, "", ProblemText.SegmentSaysNothing, "segments", name);
        }

        var users = _conditions.Users(definition, "segments", name);
        var others = new List<Condition>();
        Add(others, _conditions.Regions(definition, "segments", name));
        Add(others, Reference(definition, "segments", name));
        var except = new List<Condition>();
        if (definition.Except is { } exceptions)
        {
            if (exceptions.IsEmpty)
            {
                _problems.Add(exceptions, "", ProblemText.ConditionsSayNothing, "segments", name, "except");
            }

            Add(except, _conditions.Users(exceptions, "segments", name, "except"));
            Add(except, _conditions.Regions(exceptions, "segments", name, "except"));
            Add(except, Reference(exceptions, "segments", name, "except"));
        }

        return new Segment(name, users, [.. others], [.. except]);
    }

    private static void Add(List<Condition> conditions, Condition? condition)
    {
        if (condition is not null)
        {
            conditions.Add(condition);
        }
    }
}
