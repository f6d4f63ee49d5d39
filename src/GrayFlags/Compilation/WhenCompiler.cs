using System.Runtime.InteropServices;
using GrayFlags.Compilation.Patterns;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Compilation;

/// <summary>Compiles <c>when</c>, attribute by attribute.</summary>
internal sealed class WhenCompiler(ProblemList problems, DocumentLimits limits, PatternPool pool)
{
    private readonly OperatorCompiler _operators = new(problems, limits, pool);
    private readonly Dictionary<string, ContextAttribute> _attributes = new(StringComparer.Ordinal);

    // The path of the attribute at hand, which only a problem needs: used again for the next one.
    private readonly List<string> _place = [];

    public WhenCondition Compile(Definition definition, IReadOnlyDictionary<string, AttributeDefinition> when, ReadOnlySpan<string> path)
    {
        if (when.Count == 0)
        {
            problems.Add(definition, "when", ProblemText.WhenSaysNothing, path);
        }

        var names = when.Count > 1 && when is not NamedEntries<AttributeDefinition> ? new HashSet<string>(StringComparer.OrdinalIgnoreCase) : null;
        var attributes = new WhenAttribute[when.Count];
        var count = 0;
        foreach (var (name, attribute) in when.Each())
        {
            _place.Clear();
            _place.AddRange(path);
            _place.Add("when");
            _place.Add(name);
            if (names?.Add(name) == false)
            {
                Report(attribute, ProblemText.GivenTwice(LogSafeText.Escape(name)));
            }

            if (attribute.IsEmpty)
            {
                Report(attribute, ProblemText.AttributeSaysNothing);
            }

            var operators = _operators.Compile(attribute, _place);
            if (AttributeOf(attribute, name) is { } read)
            {
                attributes[count++] = new WhenAttribute(read, operators);
            }
        }

        return new WhenCondition(count == attributes.Length ? attributes : attributes[..count]);
    }

    private ContextAttribute? AttributeOf(AttributeDefinition definition, string name)
    {
        if (string.Equals(name, "userId", StringComparison.OrdinalIgnoreCase))
        {
            return ContextAttribute.UserId;
        }

        if (string.Equals(name, "region", StringComparison.OrdinalIgnoreCase))
        {
            return ContextAttribute.Region;
        }

        if (ProblemOf(name) is { } problem)
        {
            Report(definition, problem);
            return null;
        }

        if (!_attributes.TryGetValue(name, out var attribute))
        {
            attribute = ContextAttribute.Named(name);
            _attributes.Add(name, attribute);
        }

        return attribute;
    }

    private void Report(AttributeDefinition attribute, string problem) => problems.Add(attribute, "", problem, CollectionsMarshal.AsSpan(_place));

    // The words that a percentage goes by cannot be attributes there, so they are none here.
    private static string? ProblemOf(string name)
    {
        if (name.Length is 0 or > DocumentLimits.MaxNameLength)
        {
            return ProblemText.BadAttribute(LogSafeText.Quote(name));
        }

        if (string.Equals(name, "user", StringComparison.OrdinalIgnoreCase))
        {
            return ProblemText.ReservedWord(name, "write 'userId' to ask for the user's id");
        }

        return string.Equals(name, "instance", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "request", StringComparison.OrdinalIgnoreCase)
            ? ProblemText.ReservedWord(name, "give the attribute another name")
            : null;
    }
}
