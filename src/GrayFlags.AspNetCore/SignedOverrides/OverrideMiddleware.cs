using GrayFlags.AspNetCore.Requests;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.SignedOverrides;

/// <summary>Applies signed overrides to the request that carries them. Unsigned or expired overrides have no effect.</summary>
internal sealed class OverrideMiddleware(
    IGrayOverrides flags, GrayRequests requests, IOptions<GrayAspNetCoreOptions> options, TimeProvider clock, ILoggerFactory loggers)
{
    private const string Applied = "applied";

    private readonly GrayAspNetCoreOptions _options = options.Value;
    private readonly ILogger _logger = loggers.CreateLogger(LogCategories.Overrides);

    public bool IsOn => _options.HasOverrideKey;

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers[GrayOverrideHeader.Name] is not [{ } sent])
        {
            return next(http);
        }

        if (OverrideText.Read(sent, KeyOf, clock.GetUtcNow(), _options.OverrideMaxLifetime) is not { } overrides)
        {
            Log.OverrideIgnored(_logger);
            return next(http);
        }

        return InvokeOverriddenAsync(http, next, overrides);
    }

    private byte[]? KeyOf(string? id) => id is null ? _options.OverrideKey : _options.OverrideKeys.TryGetValue(id, out var key) ? key : null;

    private async Task InvokeOverriddenAsync(HttpContext http, RequestDelegate next, IReadOnlyList<KeyValuePair<string, string>> overrides)
    {
        // No cache may serve a tester's answer to others, or the others' answer to the tester. Caches of the app decide before the response starts, and by the
        // headers of both request and response.
        requests.Of(http).IsOverridden = true;
        http.Request.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers[GrayOverrideHeader.Name] = Applied;
            return Task.CompletedTask;
        });

        var scopes = new Stack<IDisposable>();
        try
        {
            foreach (var (flag, answer) in overrides)
            {
                scopes.Push(bool.TryParse(answer, out var enabled) ? flags.Override(flag, enabled) : flags.Override(flag, answer));
            }

            await next(http).ConfigureAwait(false);
        }
        finally
        {
            while (scopes.TryPop(out var scope))
            {
                scope.Dispose();
            }
        }
    }
}
