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
    private readonly ProblemList _problems;
    private readonly int _maxAsked;
    private readonly int _maxSteps;
    private bool _isTooDeep;

    public SegmentCompiler(FlagDocument document, ProblemList problems, DocumentLimits limits)
    {
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

    public void CompileAll(ConditionListCompiler lists) =>
        new TopologicalSort("segment", _names, References, Report).VisitAll(place => _compiled[place] = Compile(_names[place], _definitions[place], lists));

    /// <summary>The condition for a list of segment names.</summary>
    public SegmentsCondition Reference(in ConditionSite site, IReadOnlyList<string> names)
    {
        var segments = new Segment[names.Count];
        var count = 0;
        var asked = 0L;
        var last = 0;
        for (var index = 0; index < segments.Length; index++)
        {
            var name = names[index] ?? "";
            if (!_places.TryGetValue(name, out var place))
            {
                _problems.AddUnknown(site.Definition, "segments", "segment", name, _names, site.Path);
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
            _problems.Add(site.Definition, "segments", ProblemText.TooManyAsked(_maxAsked), site.Path);
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

    private Segment Compile(string name, SegmentDefinition definition, ConditionListCompiler lists)
    {
        if (definition.IsEmpty)
        {
            _problems.Add(definition, "", ProblemText.SegmentSaysNothing, "segments", name);
        }

        var others = lists.Compile(definition, "segments", name);
        var users = others.OfType<UsersCondition>().FirstOrDefault();
        others.RemoveAll(condition => condition == users);
        List<Condition> except = [];
        if (definition.Except is { } exceptions)
        {
            if (exceptions.IsEmpty)
            {
                _problems.Add(exceptions, "", ProblemText.ConditionsSayNothing, "segments", name, "except");
            }

            except = lists.Compile(exceptions, "segments", name, "except");
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

        return new Segment(name, definition, users, [.. others], [.. except], 1 + Asked(others) + Asked(except), steps);
    }

    // Held down, since the sums double from level to level.
    private long Asked(List<Condition> conditions) =>
        Math.Min(conditions.OfType<SegmentsCondition>().Sum(condition => condition.Segments.Sum(segment => segment.Asked)), _maxAsked + 1L);
}
