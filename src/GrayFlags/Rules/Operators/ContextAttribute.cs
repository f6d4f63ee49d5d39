using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Operators;

/// <summary>The value of the context that a <c>when</c> tests: an attribute, or the context's own user id or region.</summary>
internal sealed class ContextAttribute
{
    private readonly Source _source;

    private ContextAttribute(Source source, string name)
    {
        _source = source;
        Name = name;
    }

    private enum Source
    {
        UserId,
        Region,
        Attribute,
    }

    public static ContextAttribute UserId { get; } = new(Source.UserId, "userId");

    public static ContextAttribute Region { get; } = new(Source.Region, "region");

    public string Name { get; }

    public static ContextAttribute Named(string name) => new(Source.Attribute, name);

    /// <summary>The value; none when it is missing, which includes an empty user id and an empty region.</summary>
    public GrayValue Read(GrayContext context) => _source switch
    {
        Source.UserId => OfText(context.UserId),
        Source.Region => OfText(context.Region),
        _ => context[Name],
    };

    /// <summary>
    /// The end of a sentence about a value that is missing, when an attribute is given whose name differs in case only. Otherwise empty. For explanations.
    /// </summary>
    public string CaseHint(GrayContext context) => _source == Source.Attribute ? CaseHint(context, Name) : "";

    /// <inheritdoc cref="CaseHint(GrayContext)"/>
    public static string CaseHint(GrayContext context, string name) =>
        context[name].Kind == GrayValueKind.None
        && context.AttributeNames.FirstOrDefault(given => string.Equals(given, name, StringComparison.OrdinalIgnoreCase)) is { } other
            ? $" ({LogSafeText.Quote(other)} is given: names of attributes are case-sensitive)"
            : "";

    /// <summary>The hash that the context keeps of the value.</summary>
    public bool TryGetHash(GrayContext context, out ulong hash) => _source switch
    {
        Source.UserId => context.TryGetUserHash(out hash),
        Source.Region => context.TryGetRegionHash(out hash),
        _ => context.TryGetAttributeHash(Name, out hash),
    };

    private static GrayValue OfText(string? text) => string.IsNullOrEmpty(text) ? default : GrayValue.FromString(text);
}
