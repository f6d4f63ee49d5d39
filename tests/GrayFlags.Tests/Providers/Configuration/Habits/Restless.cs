using System.Globalization;

namespace GrayFlags.Tests.Providers.Configuration.Habits;

/// <summary>Has another value at every call.</summary>
internal sealed class Restless : HabitProvider
{
    public Restless() => Data["GrayFlags:Version"] = "0";

    public override bool TryGet(string key, out string? value)
    {
        Data["GrayFlags:Version"] = Calls.ToString(CultureInfo.InvariantCulture);
        return base.TryGet(key, out value);
    }
}
