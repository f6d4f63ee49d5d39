namespace GrayFlags.AspNetCore.Telemetry;

/// <summary>The log categories listed in the guide: apps filter by these names.</summary>
internal static class LogCategories
{
    public const string Caching = "GrayFlags.AspNetCore.Caching";
    public const string Context = "GrayFlags.AspNetCore.Context";
    public const string Cookie = "GrayFlags.AspNetCore.Cookie";
    public const string Gates = "GrayFlags.AspNetCore.Gates";
    public const string Ofrep = "GrayFlags.AspNetCore.Ofrep";
    public const string Outcomes = "GrayFlags.AspNetCore.Outcomes";
    public const string Overrides = "GrayFlags.AspNetCore.Overrides";
    public const string Shadows = "GrayFlags.AspNetCore.Shadows";
}
