using System.Globalization;

namespace GrayFlags.Rollouts.Control;

/// <summary>What is said of a rollout that was changed while it runs.</summary>
internal static class PlanText
{
    private const string NewId = "give the rollout a new id, which is a new attempt with new evidence";

    public static string Changed(string what) => $"{what} may not change under one id: {NewId}";

    public static string StageGone(string name) => $"its stage '{name}', which has begun, is gone: {NewId}";

    public static string GuardChanged(string name) => $"its guard '{name}' has gathered evidence as it was: give the changed one another name, or {NewId}";

    public static string RiskRises(double before, double after) =>
        string.Create(CultureInfo.InvariantCulture, $"its risk may not rise under one id, from {before} to {after}: {NewId}");
}
