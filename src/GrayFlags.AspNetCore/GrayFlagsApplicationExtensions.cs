using GrayFlags.AspNetCore;
using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Middleware of GrayFlags.</summary>
public static class GrayFlagsApplicationExtensions
{
    private const string Prefix = "X-Gray-";

    /// <summary>
    /// Sets the version that a flag selects for the user as a header, <c>X-Gray-orders: v2</c>: on the response for external proxies, and on the request for a
    /// proxy in this app.
    /// A client's own header of this name is removed. Place it before <c>UseRouting</c> when routes depend on the header.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="name">The suffix of the header's name.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="original">The version when the flag is off.</param>
    /// <param name="upgraded">The version when it is on; a flag that serves a variant sets the variant's name.</param>
    /// <returns>The app.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="name"/> is invalid in a header's name, a version has characters that are invalid in a header, or <paramref name="flag"/> is null or
    /// empty.
    /// </exception>
    public static IApplicationBuilder UseGrayVersionHeader(
        this IApplicationBuilder app, string name, string flag, string original = "v1", string upgraded = "v2")
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ThrowIfNoToken(name, nameof(name));
        ThrowIfNoToken(original, nameof(original));
        ThrowIfNoToken(upgraded, nameof(upgraded));

        var header = Prefix + name;
        var requests = app.ApplicationServices.GetRequiredService<GrayRequests>();
        var authentication = app.ApplicationServices.GetRequiredService<EarlyAuthentication>();
        return app.Use(next => async http =>
        {
            await authentication.AuthenticateAsync(http, http.GetEndpoint() is { } endpoint ? [endpoint] : []).ConfigureAwait(false);
            var decision = requests.Of(http).Flags.Evaluate(flag);
            var version = !decision.Enabled ? original : decision.Variant is { } variant && HeaderName.IsGood(variant) ? variant : upgraded;
            http.Request.Headers[header] = version;

            // As late as possible: an error page starts by removing all headers.
            http.Response.OnStarting(() =>
            {
                http.Response.Headers[header] = version;
                return Task.CompletedTask;
            });
            await next(http).ConfigureAwait(false);
        });
    }

    private static void ThrowIfNoToken(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, parameter);
        if (!HeaderName.IsGood(text))
        {
            throw new ArgumentException($"'{text}' holds characters that are not allowed in a header.", parameter);
        }
    }
}
