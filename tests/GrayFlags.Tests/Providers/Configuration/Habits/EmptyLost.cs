namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Lists a key whose value is empty, and then has no value for it.</summary>
internal sealed class EmptyLost : HabitProvider
{
    public override bool TryGet(string key, out string? value) => base.TryGet(key, out value) && !string.IsNullOrEmpty(value);
}
