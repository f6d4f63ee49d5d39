using GrayFlags.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>
/// Runs a copied request through the upgraded handler: in a scope of its own, for the same user and under the same rules, but with the flag on.
/// </summary>
internal sealed class ShadowCall(
    string flag, ShadowTarget target, GrayRequests requests, IHttpContextFactory contexts, IServiceScopeFactory scopes, int maxBodyBytes)
{
    public async Task<GrayShadowAnswer?> RunAsync(RequestCopy copy, CancellationToken cancellationToken)
    {
        var handler = target.Handler ?? throw new InvalidOperationException($"The upgraded endpoint of '{flag}' is not built.");
        copy.UseCulture();
        var scope = scopes.CreateAsyncScope();
        await using var disposed = scope.ConfigureAwait(false);
        var response = new ShadowResponse();
        var body = new BodyCopy(maxBodyBytes);
        using var overridden = requests.Overrides.Override(flag, true);
        var http = contexts.Create(copy.ToFeatures(response, new TeeStream(Stream.Null, body)));
        try
        {
            copy.CompleteContext(http, target.EndpointOf(handler), scope.ServiceProvider, cancellationToken);
            await requests.RunAsync(http, GrayRequest.ShadowOf(http, requests, copy.Context, copy.Flags), handler).ConfigureAwait(false);
            await http.Response.CompleteAsync().ConfigureAwait(false);
            return body.IsWhole ? new GrayShadowAnswer(http.Response.StatusCode, http.Response.ContentType, body.Bytes) : null;
        }
        finally
        {
            await response.CompleteAsync().ConfigureAwait(false);
            contexts.Dispose(http);
        }
    }
}
