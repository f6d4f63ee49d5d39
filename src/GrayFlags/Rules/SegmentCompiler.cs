using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;

namespace GrayFlags.Rules;

/// <summary>Compiles segments, each once, after those that it refers to.</summary>
internal sealed class SegmentCompiler
{
    private readonly IReadOnlyDictionary<string, SegmentDefinition> _definitions;
    private readonly ConditionCompiler _conditions;
    private readonly ProblemList _problems;
    private readonly int _maxAsked;
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Segment> _compiled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SegmentsCondition> _alone = new(StringComparer.Ordinal);

    public SegmentCompiler(FlagDocument document, ConditionCompiler conditions, ProblemList problems, DocumentLimits limits)
    {
        _definitions = document.Segments;
        _conditions = conditions;
        _problems = problems;
        _maxAsked = limits.MaxSegments;
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
        foreach (var name in new ReferenceOrder("segment", _spellings.Values, References, Report).Sort())
        {
            _compiled.Add(name, Compile(name, _definitions[name]));
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
        var asked = 0L;
        foreach (var name in names)
        {
            if (!_spellings.TryGetValue(name ?? "", out var spelling))
            {
                _problems.Add(definition, "segments", ProblemText.UnknownReference("segment", ShownText.Escape(name ?? ""), NearName.Find(name ?? "", _spellings.Keys)), path);
            }
            else if (_compiled.TryGetValue(spelling, out var segment))
            {
                segments.Add(segment);
                asked += segment.Asked;
            }
        }

        // Two segments on each of sixteen levels are few to write and 65,536 to ask.
        if (asked > _maxAsked)
        {
            _problems.Add(definition, "segments", ProblemText.TooManyAsked(_maxAsked), path);
        }

        if (segments is not [var only])
        {
            return new SegmentsCondition([.. segments]);
        }

        // Ten thousand flags for one segment share its condition, too: less to read when they are asked in turn.
        if (!_alone.TryGetValue(only.Name, out var alone))
        {
            alone = new SegmentsCondition([only]);
            _alone.Add(only.Name, alone);
        }

        return alone;
    }

    private void Report(string name, string? to, string message) =>
        _problems.Add(_definitions[name], _definitions[name].Segments is null ? "except" : "segments", message, "segments", name);

    private List<string> References(string segment)
    {
        var references = new List<string>();
        foreach (var name in (_definitions[segment].Segments ?? []).Concat(_definitions[segment].Except?.Segments ?? []))
        {
            if (_spellings.TryGetValue(name ?? "", out var spelling))
            {
                references.Add(spelling);
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

        return new Segment(name, users, [.. others], [.. except], 1 + Asked(segments) + Asked(exceptSegments));
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
