namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Lists keys from the last to the first, each several times, in two spellings where it has two, and a null between.</summary>
internal sealed class Unsorted : HabitProvider
{
    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        var keys = base.GetChildKeys(earlierKeys, parentPath).Reverse().ToList();
        return [.. keys, null!, .. keys];
    }
}
