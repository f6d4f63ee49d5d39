using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Unleash;

/// <summary>Stickiness: what of a context is hashed, and what becomes of one that lacks it.</summary>
internal sealed record UnleashUnit(string By, IReadOnlyList<string>? Fallbacks, MissingUnit? IfMissing)
{
    private const string SessionId = "sessionId";

    public static UnleashUnit User { get; } = new("user", null, null);

    public static UnleashUnit Session { get; } = new(SessionId, null, null);

    public static UnleashUnit Random { get; } = new("request", null, null);

    private static UnleashUnit Default { get; } = new("user", [SessionId], MissingUnit.Random);

    /// <summary>Of a rollout: one that is named and missing admits nobody.</summary>
    public static UnleashUnit OfRollout(string? stickiness) => stickiness switch
    {
        null or "" or "default" => Default,
        "random" => Random,
        _ => Named(stickiness, null),
    };

    /// <summary>Of variants: somebody without it is given one at random.</summary>
    public static UnleashUnit OfVariant(string? stickiness) => stickiness switch
    {
        null or "" or "default" => Default,
        "random" => Random,
        _ => Named(stickiness, MissingUnit.Random),
    };

    public PercentageDefinition Share(BucketHash hash, string group, decimal from, decimal of, decimal outOf) => new()
    {
        Hash = hash,
        Of = of,
        From = from == 0 ? null : from,
        OutOf = outOf == 100 ? null : outOf,
        Salt = group,
        By = By == "user" ? null : By,
        Fallbacks = Fallbacks,
        IfMissing = IfMissing,
    };

    private static UnleashUnit Named(string name, MissingUnit? ifMissing) =>
        new(name == "userId" ? "user" : ContextFields.NameOf(name), null, ifMissing);
}
