using GrayFlags.Documents;

namespace GrayFlags.Snapshots;

/// <summary>Summarizes the flags of the live rules.</summary>
internal static class FlagSummaries
{
    public static IReadOnlyList<FlagSummary> Of(LiveDocument? live, DateTimeOffset now) => live is null
        ? []
        : [.. live.Document.Flags.Select(flag => Of(flag.Key, flag.Value, live, now)).OrderBy(flag => flag.Name, StringComparer.OrdinalIgnoreCase)];

    private static FlagSummary Of(string name, FlagDefinition flag, LiveDocument live, DateTimeOffset now) => new()
    {
        Name = name,
        Kind = KindOf(flag),
        IsKilled = live.RuleSet.Flags.Find(name)?.IsKilled == true,
        IsClientSide = flag.ClientSide == true,
        Description = flag.Description,
        Owner = flag.Owner,
        Tags = flag.Tags ?? [],
        Expires = flag.Expires,
        IsExpired = flag.Expires is { } expires && now >= expires.End,
        Source = flag.Mark.Source,
    };

    private static FlagKind KindOf(FlagDefinition flag) => flag switch
    {
        { Static: true } => FlagKind.On,
        { Static: false } or { Enabled: false } => FlagKind.Off,
        { Rollout: not null } => FlagKind.Rollout,
        _ => FlagKind.Rules,
    };
}
