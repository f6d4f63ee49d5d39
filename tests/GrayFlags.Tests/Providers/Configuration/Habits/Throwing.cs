namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Lists its keys, and throws for the value of one without text.</summary>
internal sealed class Throwing : HabitProvider
{
    public override bool TryGet(string key, out string? value) =>
        base.TryGet(key, out value) && string.IsNullOrEmpty(value) ? throw new InvalidOperationException("the vault is closed") : value is not null;
}
