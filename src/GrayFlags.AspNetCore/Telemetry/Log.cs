using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Telemetry;

/// <summary>Every log message of the package.</summary>
internal static partial class Log
{
    [LoggerMessage(
        500, LogLevel.Error, "A function of the options that makes a context of a request threw: such requests ask as the anonymous context. Logged once.")]
    public static partial void ContextFailed(ILogger logger, Exception exception);

    [LoggerMessage(501, LogLevel.Debug, "An override header is ignored: it is not signed by the key, or its time is over.")]
    public static partial void OverrideIgnored(ILogger logger);

    [LoggerMessage(502, LogLevel.Error, "Data protection has no key for the anonymous cookie: visitors have no id, and are in no percentage. Logged once.")]
    public static partial void CookieFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        503, LogLevel.Warning,
        "The shadow of '{Flag}' differs: {Difference}. At most one such line a minute for a flag; {Suppressed} other differences since the last.")]
    public static partial void ShadowDiffers(ILogger logger, string flag, string difference, long suppressed);

    [LoggerMessage(
        504, LogLevel.Information,
        "A request is not run by the shadow of '{Flag}': a body is too long, was not read to the end, or is a file. Logged once for each flag.")]
    public static partial void ShadowNotComparable(ILogger logger, string flag);

    [LoggerMessage(505, LogLevel.Warning,
        "The authentication scheme '{Scheme}' can be asked only when its middleware has run: gates that are decided before know nobody by it. " +
        "Put UseAuthentication before UseRouting, or set AuthenticateForGates to false. Logged once.")]
    public static partial void SchemeMustRunFirst(ILogger logger, string scheme);

    [LoggerMessage(506, LogLevel.Warning, "The authentication scheme '{Scheme}' threw when a gate asked it: such gates are decided for nobody. Logged once.")]
    public static partial void SchemeFailed(ILogger logger, Exception exception, string scheme);

    [LoggerMessage(507, LogLevel.Error, "All {Count} places for shadows are taken by such as were asked to stop and have not: " +
        "no shadow runs until one ends. The last is of '{Flag}'.")]
    public static partial void ShadowsExhausted(ILogger logger, int count, string flag);

    [LoggerMessage(508, LogLevel.Warning, "A flag was asked for when the response of '{Endpoint}' had begun, which caches on the way were told to store: " +
        "they may give it to others. Ask before the first byte, or make such a response private. Logged once.")]
    public static partial void AskedTooLate(ILogger logger, string endpoint);

    [LoggerMessage(509, LogLevel.Error, "The function of the options that judges requests threw: such requests are judged as if there were none. Logged once.")]
    public static partial void OutcomeFailed(ILogger logger, Exception exception);

    [LoggerMessage(510, LogLevel.Warning, "The rollout of '{Flag}' has guards and runs for {Minutes} minutes, but no outcome has come in: the flag is " +
        "asked by clients, and an evaluation over OFREP is no outcome. Report what becomes of it by an endpoint, or remove the guards. " +
        "Logged once for each attempt.")]
    public static partial void ClientSideGuardSeesNothing(ILogger logger, string flag, double minutes);

    [LoggerMessage(511, LogLevel.Error, "An evaluation over OFREP failed: it was answered with 500.")]
    public static partial void OfrepFailed(ILogger logger, Exception exception);

    [LoggerMessage(512, LogLevel.Error, "Changes of flags cannot be followed, and streams of OFREP tell of none. Tried again each {Seconds} seconds; logged " +
        "once until it works.")]
    public static partial void ChangesFailed(ILogger logger, Exception exception, double seconds);

    [LoggerMessage(513, LogLevel.Warning, "OFREP clients behind authorization are not told of changes: a stream needs a ticket, and the app has no data " +
        "protection. Call builder.Services.AddDataProtection(), or set Events = false.")]
    public static partial void StreamsNeedDataProtection(ILogger logger);
}
