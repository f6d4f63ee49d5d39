using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Polyglot;

/// <summary>Lets in who has the key of this run. An app of yours has a scheme already.</summary>
internal sealed class BackendKey(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "BackendKey";

    /// <summary>Drawn at the start, and given to the Node server by its environment.</summary>
    public static string Value { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var sent = Encoding.UTF8.GetBytes(Request.Headers["X-API-Key"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(Value)))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var backend = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "node")], Scheme.Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(backend, Scheme.Name)));
    }
}
