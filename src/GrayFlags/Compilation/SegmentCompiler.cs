using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Compilation;

/// <summary>Compiles segments, each once, after those that it refers to.</summary>
internal sealed class SegmentCompiler
{
    private readonly string[] _names;
    private readonly SegmentDefinition[] _definitions;
    private readonly Segment?[] _compiled;
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly SegmentsCondition?[] _alone;
    private readonly ConditionCompiler _conditions;
    private readonly ProblemList _problems;
    private readonly int _maxAsked;
    private readonly int _maxSteps;
    private bool _isTooDeep;

    public SegmentCompiler(FlagDocument document, ConditionCompiler conditions, ProblemList problems, DocumentLimits limits)
    {
        _conditions = conditions;
        _problems = problems;
        _maxAsked = limits.MaxSegments;
        _maxSteps = limits.MaxEvaluationCost;
        var names = new List<string>();
        var definitions = new List<SegmentDefinition>();
        foreach (var (name, definition) in document.Segments)
        {
            if (!_places.TryAdd(name, names.Count))
            {
                problems.Add(definition, "", ProblemText.GivenTwice(LogSafeText.Escape(name)), "segments", name);
                continue;
            }

            names.Add(name);
            definitions.Add(definition);
            if (!NameRules.IsName(name))
            {
                problems.Add(definition, "", ProblemText.BadName(LogSafeText.Quote(name)), "segments", name);
            }
        }

        _names = [.. names];
        _definitions = [.. definitions];
        _compiled = new Segment?[_names.Length];
        _alone = new SegmentsCondition?[_names.Length];
    }

    public void CompileAll() =>
        new TopologicalSort("segment", _names, References, Report).VisitAll(place => _compiled[place] = Compile(_names[place], _definitions[place]));

    /// <summary>The condition for a list of segment names; null where the list was not given or has a problem.</summary>
    public SegmentsCondition? Reference(MembershipDefinition definition, params ReadOnlySpan<string> path)
    {
        if (definition.Segments is not { } names)
        {
            return null;
        }

        var segments = new Segment[names.Count];
        var count = 0;
        var asked = 0L;
        var last = 0;
        for (var index = 0; index < segments.Length; index++)
        {
            var name = names[index] ?? "";
            if (!_places.TryGetValue(name, out var place))
            {
                _problems.AddUnknown(definition, "segments", "segment", name, _names, path);
            }
            else if (_compiled[place] is { } segment)
            {
                segments[count++] = segment;
                asked += segment.Asked;
                last = place;
            }
        }

        // Two segments on each of sixteen levels are few to write and 65,536 to ask.
        if (asked > _maxAsked)
        {
            _problems.Add(definition, "segments", ProblemText.TooManyAsked(_maxAsked), path);
        }

        // Ten thousand flags for one segment share its condition, too: less to read when they are asked in turn.
        return count == 1 ? _alone[last] ??= new SegmentsCondition([segments[0]]) : new SegmentsCondition(segments[..count]);
    }

    private void Report(int segment, string? to, string message)
    {
        // Of a chain without end, what it costs is no news.
        _isTooDeep |= to is null;
        _problems.Add(_definitions[segment], _definitions[segment].Segments is null ? "except" : "segments", message, "segments", _names[segment]);
    }

    private List<int> References(int segment)
    {
        var references = new List<int>();
        foreach (var name in (_definitions[segment].Segments ?? []).Concat(_definitions[segment].Except?.Segments ?? []))
        {
            if (_places.TryGetValue(name ?? "", out var place))
            {
                references.Add(place);
            }
        }

        return references;
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
        Add(others, _conditions.When(definition, "segments", name));
        var segments = Reference(definition, "segments", name);
        Add(others, segments);
        SegmentsCondition? exceptSegments = null;
        var except = new List<Condition>();
        if (definition.Except is { } exceptions)
        {
            if (exceptions.IsEmpty)
            {
                _problems.Add(exceptions, "", ProblemText.ConditionsSayNothing, "segments", name, "except");
            }

            Add(except, _conditions.Users(exceptions, "segments", name, "except"));
            Add(except, _conditions.Regions(exceptions, "segments", name, "except"));
            Add(except, _conditions.When(exceptions, "segments", name, "except"));
            exceptSegments = Reference(exceptions, "segments", name, "except");
            Add(except, exceptSegments);
        }

        // What is refused is not carried on: those that name it are right.
        var steps = EvaluationCost.Segment + EvaluationCost.Of(others) + EvaluationCost.Of(except);
        if (steps > _maxSteps)
        {
            if (!_isTooDeep)
            {
                _problems.Add(definition, "", ProblemText.TooManySteps("the segment", steps, _maxSteps), "segments", name);
            }

            steps = 1;
        }

        return new Segment(name, users, [.. others], [.. except], 1 + Asked(segments) + Asked(exceptSegments), steps);
    }

    // Held down, since the sums double from level to level.
    private long Asked(SegmentsCondition? condition) => condition is null ? 0 : Math.Min(condition.Segments.Sum(segment => segment.Asked), _maxAsked + 1L);

    private static void Add(List<Condition> conditions, Condition? condition)
    {
        if (condition is not null)
        {
            conditions.Add(condition);
        }
    }
}
