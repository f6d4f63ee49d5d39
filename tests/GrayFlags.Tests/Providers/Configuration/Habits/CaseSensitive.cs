namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Lists keys in small letters, and has no value for any key but in the letters it was written in.</summary>
internal sealed class CaseSensitive : HabitProvider
{
    public override bool TryGet(string key, out string? value)
    {
        value = null;
        return Data.Keys.Contains(key, StringComparer.Ordinal) && base.TryGet(key, out value);
    }

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        base.GetChildKeys(earlierKeys, parentPath).Select(key => key.ToLowerInvariant());
}
