namespace GrayFlags.Dashboard.Wire;

/// <summary>Numbers as JSON can hold them.</summary>
internal static class Numbers
{
    public static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;
}
