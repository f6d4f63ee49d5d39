namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Lists all keys in capitals, as variables of an environment may be.</summary>
internal sealed class OtherCase : HabitProvider
{
    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        base.GetChildKeys(earlierKeys, parentPath).Select(key => key is "n" ? key : key.ToUpperInvariant());
}
