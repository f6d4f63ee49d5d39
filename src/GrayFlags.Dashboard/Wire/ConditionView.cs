namespace GrayFlags.Dashboard.Wire;

/// <summary>One condition, what it wants and what it saw.</summary>
internal sealed record ConditionView(string Field, string Wanted, string Seen, bool Holds, IReadOnlyList<ConditionView> Parts)
{
    public static ConditionView Of(ConditionExplanation condition) =>
        new(condition.Field, condition.Wanted, condition.Seen, condition.Holds, [.. condition.Parts.Select(Of)]);
}
