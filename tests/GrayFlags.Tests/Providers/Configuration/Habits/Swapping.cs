namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Has other data from some call on, as a provider has whose reload runs beside the reading. Without a token.</summary>
internal sealed class Swapping(int callsBefore, SortedDictionary<string, string?> after) : HabitProvider
{
    public override bool TryGet(string key, out string? value)
    {
        Swap();
        return base.TryGet(key, out value);
    }

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        Swap();
        return base.GetChildKeys(earlierKeys, parentPath);
    }

    private void Swap()
    {
        if (Calls == callsBefore)
        {
            Data = after;
        }
    }
}
