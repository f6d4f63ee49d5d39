using System.Globalization;

namespace GrayFlags.Rollouts.Control;

/// <summary>The messages about a running rollout whose plan was changed.</summary>
internal static class PlanText
{
    private const string NewId = "give the rollout a new id, which is a new attempt with new evidence";

    public static string Changed(string what) => $"{what} may not change under the same id: {NewId}";

    public static string StageGone(string name) => $"its stage '{name}', which has begun, is missing: {NewId}";

    public static string GuardChanged(string name) => $"its guard '{name}' has already gathered evidence: give the changed guard another name, or {NewId}";

    public static string RiskRises(double before, double after) =>
        string.Create(CultureInfo.InvariantCulture, $"its risk may not rise under the same id, from {before} to {after}: {NewId}");
}
