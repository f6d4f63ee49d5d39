namespace GrayFlags.Tool.Common;

/// <summary>A bar of a chart, in eighths of a cell.</summary>
internal static class Bar
{
    private const int Cells = 24;
    private const int Eighths = 8;
    private const string Blocks = " ▏▎▍▌▋▊▉█";

    /// <summary>The bar of a share; empty when it is 0, and never empty when it is not.</summary>
    public static string Of(double share)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * Cells * Eighths);
        eighths = share > 0 ? Math.Max(eighths, 1) : 0;
        var rest = eighths % Eighths;
        return new string(Blocks[^1], eighths / Eighths) + (rest > 0 ? Blocks[rest] : "");
    }
}
