using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The authentication handlers of one request, cached as the framework does. A handler created for a gate is kept only when its result is valid for
/// the selected endpoint, and sends data of its own, such as a renewed cookie, only when somebody else calls it.</summary>
/// <remarks>A handler that reads neither the endpoint nor the route has one result for all of them: it is called once. Like the framework's cache, for one
/// caller at a time.</remarks>
internal sealed class RequestHandlers(IAuthenticationSchemeProvider schemes) : IAuthenticationHandlerProvider
{
    private readonly Dictionary<string, IAuthenticationHandler> _kept = new(StringComparer.Ordinal);
    private Dictionary<string, EarlyHandler>? _early;

    /// <summary>The early look in progress; null when authentication itself calls.</summary>
    public EarlyLook? Look { get; set; }

    public async Task<IAuthenticationHandler?> GetHandlerAsync(HttpContext context, string authenticationScheme)
    {
        if (_kept.TryGetValue(authenticationScheme, out var kept))
        {
            return kept;
        }

        return Look is { } look
            ? await GetEarlyAsync(context, authenticationScheme, look).ConfigureAwait(false)
            : await KeepAsync(context, authenticationScheme).ConfigureAwait(false);
    }

    /// <summary>Discards a handler that could not be called yet.</summary>
    public void Forget(string scheme) => _early?.Remove(scheme);

    private async Task<IAuthenticationHandler?> KeepAsync(HttpContext http, string name)
    {
        IAuthenticationHandler? handler;
        if (_early is not null && _early.Remove(name, out var early) && early.HoldsFor(http.GetEndpoint()))
        {
            early.Callbacks.IsWanted = true;
            early.Headers?.Send(http);
            handler = early.Handler;
        }
        else
        {
            handler = await MakeAsync(http, name, null).ConfigureAwait(false);
        }

        if (handler is not null)
        {
            _kept[name] = handler;
        }

        return handler;
    }

    private async Task<IAuthenticationHandler?> GetEarlyAsync(HttpContext http, string name, EarlyLook look)
    {
        _early ??= new Dictionary<string, EarlyHandler>(StringComparer.Ordinal);
        if (!_early.TryGetValue(name, out var early) || !early.HoldsFor(look.Shown))
        {
            if (await schemes.GetSchemeAsync(name).ConfigureAwait(false) is { } scheme && EarlyAuthentication.IsUnready(http, scheme))
            {
                throw look.Refuse(name);
            }

            var callbacks = new HeldCallbacks();
            if (await MakeAsync(http, name, callbacks).ConfigureAwait(false) is not { } handler)
            {
                return null;
            }

            _early[name] = early = new EarlyHandler(handler, callbacks, look.Shown);
            http.Response.OnStarting(callbacks.RunAsync);
        }

        look.Note(name, early);
        return early.Handler;
    }

    private async Task<IAuthenticationHandler?> MakeAsync(HttpContext http, string name, HeldCallbacks? callbacks)
    {
        if (await schemes.GetSchemeAsync(name).ConfigureAwait(false) is not { } scheme)
        {
            return null;
        }

        var services = http.RequestServices;
        if ((services.GetService(scheme.HandlerType) ?? ActivatorUtilities.CreateInstance(services, scheme.HandlerType)) is not IAuthenticationHandler handler)
        {
            return null;
        }

        if (callbacks is null || http.Features.Get<IHttpResponseFeature>() is not { } response)
        {
            await handler.InitializeAsync(scheme, http).ConfigureAwait(false);
            return handler;
        }

        http.Features.Set<IHttpResponseFeature>(new HoldingResponse(response, callbacks));
        try
        {
            await handler.InitializeAsync(scheme, http).ConfigureAwait(false);
        }
        finally
        {
            http.Features.Set(response);
        }

        return handler;
    }
}
