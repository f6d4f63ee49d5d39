namespace GrayFlags.Dashboard.Telemetry;

/// <summary>The category of the package's log.</summary>
internal static class DashboardLog
{
    public const string Category = "GrayFlags.Dashboard";
}
