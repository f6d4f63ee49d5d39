using Microsoft.Extensions.Logging;

namespace GrayFlags.Telemetry;

/// <summary>Every log message of the library, one partial file for each folder that logs. One line a change of state, never one a call.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning,
        "Flag '{Flag}' is asked for, but no document defines it: it is off. At most one such line a minute; {Suppressed} other calls for unknown " +
        "flags since the last.{Hint}")]
    public static partial void UnknownFlag(ILogger logger, string flag, long suppressed, string hint);

    [LoggerMessage(101, LogLevel.Error, "The context accessor failed; calls without a context answer for the anonymous one. Logged once.")]
    public static partial void ContextAccessorFailed(ILogger logger, Exception exception);

    [LoggerMessage(103, LogLevel.Error,
        "The condition '{Condition}' of the app threw: it does not hold then. Logged once for each condition, and counted in the status.")]
    public static partial void ConditionThrew(ILogger logger, string condition, Exception exception);

    [LoggerMessage(104, LogLevel.Warning,
        "Flag '{Flag}' asks for attribute '{Attribute}', whose value an operator cannot read: its condition does not hold then. Logged once for each " +
        "flag and attribute; {Suppressed} other such answers were not logged. Explain shows the value.")]
    public static partial void UnreadableAttribute(ILogger logger, string flag, string attribute, long suppressed);

    [LoggerMessage(102, LogLevel.Warning,
        "Flag '{Flag}' serves variant '{Variant}', whose value is no {Type}: callers get their default value. Logged once. The reason: {Reason}.")]
    public static partial void TypeMismatch(ILogger logger, string flag, string variant, string type, string reason);

    [LoggerMessage(105, LogLevel.Warning,
        "A snapshot of {CreatedAt} is asked after more than an hour: its rules and its clock stand still. A singleton may have captured " +
        "IGrayEvaluatorSnapshot, which is scoped; inject IGrayEvaluator there, or call CreateSnapshot for each piece of work. Logged once.")]
    public static partial void SnapshotIsOld(ILogger logger, DateTimeOffset createdAt);
}
