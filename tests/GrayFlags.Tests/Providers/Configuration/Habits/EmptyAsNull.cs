namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Gives null for what is empty.</summary>
internal sealed class EmptyAsNull : HabitProvider
{
    public override bool TryGet(string key, out string? value)
    {
        var isThere = base.TryGet(key, out value);
        value = string.IsNullOrEmpty(value) ? null : value;
        return isThere;
    }
}
