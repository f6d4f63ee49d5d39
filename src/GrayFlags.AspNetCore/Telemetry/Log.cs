using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Telemetry;

/// <summary>Every log message of the package.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Error, "A function of the options that makes a context of a request threw: such requests ask as the anonymous context. Logged once.")]
    public static partial void ContextFailed(ILogger logger, Exception exception);

    [LoggerMessage(501, LogLevel.Debug, "An override header is ignored: it is not signed by the key, or its time is over.")]
    public static partial void OverrideIgnored(ILogger logger);

    [LoggerMessage(502, LogLevel.Error, "Data protection has no key for the anonymous cookie: visitors get another id at each request. Logged once.")]
    public static partial void CookieFailed(ILogger logger, Exception exception);
}
