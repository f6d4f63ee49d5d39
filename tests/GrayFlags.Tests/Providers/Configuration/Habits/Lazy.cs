namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Lists keys while they are asked for, and gets a new one under way the first time, at which such a list throws.</summary>
internal sealed class Lazy : HabitProvider
{
    private bool _hasChanged;

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        foreach (var key in ChildrenOf(parentPath))
        {
            Calls++;
            yield return key;

            if (!_hasChanged)
            {
                _hasChanged = true;
                Data["Elsewhere"] = "x";
            }
        }
    }
}
