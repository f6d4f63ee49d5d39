using Microsoft.Extensions.Logging;

namespace GrayFlags.Redis;

/// <summary>Every log message of the package, by their ids. In one declaration, as the core's.</summary>
internal static partial class Log
{
    [LoggerMessage(620, LogLevel.Warning,
        "Redis has a maxmemory and the policy {Policy}: it may forget rollouts and rules when its memory is full. Set maxmemory-policy to " +
        "noeviction. Logged once.")]
    public static partial void MayEvict(ILogger logger, string policy);

    [LoggerMessage(621, LogLevel.Warning,
        "Redis does not deliver what this process publishes: changes by others are looked for every second. A proxy, or a user without the permission for " +
        "channels, may be the reason. Logged once.")]
    public static partial void PushIsSwallowed(ILogger logger);

    [LoggerMessage(622, LogLevel.Error, "A callback of a watch on Redis threw.")]
    public static partial void CallbackFailed(ILogger logger, Exception exception);
}
