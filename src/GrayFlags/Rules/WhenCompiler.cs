using GrayFlags.Documents;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Operators;

namespace GrayFlags.Rules;

/// <summary>Compiles <c>when</c>, attribute by attribute.</summary>
internal sealed class WhenCompiler(ProblemList problems, DocumentLimits limits)
{
    private readonly OperatorCompiler _operators = new(problems, limits);
    private readonly Dictionary<string, ContextAttribute> _attributes = new(StringComparer.Ordinal);

    public WhenCondition Compile(MembershipDefinition definition, IReadOnlyDictionary<string, AttributeDefinition> when, ReadOnlySpan<string> path)
    {
        if (when.Count == 0)
        {
            problems.Add(definition, "when", ProblemText.WhenSaysNothing, path);
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var attributes = new List<WhenAttribute>(when.Count);
        foreach (var (name, attribute) in when)
        {
            string[] place = [.. path, "when", name];
            if (!names.Add(name))
            {
                problems.Add(attribute, "", ProblemText.GivenTwice(ShownText.Escape(name)), place);
            }

            if (attribute.IsEmpty)
            {
                problems.Add(attribute, "", ProblemText.AttributeSaysNothing, place);
            }

            var operators = _operators.Compile(attribute, place);
            if (AttributeOf(attribute, name, place) is { } read)
            {
                attributes.Add(new WhenAttribute(read, operators));
            }
        }

        return new WhenCondition([.. attributes]);
    }

    private ContextAttribute? AttributeOf(AttributeDefinition definition, string name, string[] place)
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
            problems.Add(definition, "", problem, place);
            return null;
        }

        if (!_attributes.TryGetValue(name, out var attribute))
        {
            attribute = ContextAttribute.Named(name);
            _attributes.Add(name, attribute);
        }

        return attribute;
    }

    // The words that a percentage goes by cannot be attributes there, so they are none here.
    private static string? ProblemOf(string name) => name.ToUpperInvariant() switch
    {
        "USER" => ProblemText.ReservedWord(name, "write 'userId' to ask for the user's id"),
        "INSTANCE" or "REQUEST" => ProblemText.ReservedWord(name, "give the attribute another name"),
        { Length: 0 or > DocumentLimits.MaxNameLength } => ProblemText.BadAttribute(ShownText.Quote(name)),
        _ => null,
    };
}
