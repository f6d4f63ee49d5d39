using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Every log message of the library, one partial file for each folder that logs. One line a change of state, never one a call.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning,
        "Flag '{Flag}' is evaluated, but no document defines it: it is off. At most one such line a minute; {Suppressed} other calls for unknown " +
        "flags since the last.")]
    public static partial void UnknownFlag(ILogger logger, string flag, long suppressed);

    [LoggerMessage(101, LogLevel.Error, "The context accessor failed; calls without a context use the anonymous one. Logged once.")]
    public static partial void ContextAccessorFailed(ILogger logger, Exception exception);

    [LoggerMessage(103, LogLevel.Error,
        "The custom condition '{Condition}' threw and did not hold. Logged once per condition, and counted in the status.")]
    public static partial void ConditionThrew(ILogger logger, string condition, Exception exception);

    [LoggerMessage(104, LogLevel.Warning,
        "Flag '{Flag}' tests attribute '{Attribute}', whose value an operator cannot read: its condition does not hold. Logged once per " +
        "flag and attribute; {Suppressed} other such answers were not logged. Explain shows the value.")]
    public static partial void UnreadableAttribute(ILogger logger, string flag, string attribute, long suppressed);

    [LoggerMessage(102, LogLevel.Warning, "Flag '{Flag}' serves variant '{Variant}', whose value is not of type {Type}: callers get the default. Logged once.")]
    public static partial void TypeMismatch(ILogger logger, string flag, string variant, string type);
}
