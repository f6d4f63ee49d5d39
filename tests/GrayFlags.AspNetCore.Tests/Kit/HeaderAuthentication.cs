using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.AspNetCore.Tests.Kit;

/// <summary>Signs in whoever a header names: <c>Test: ana</c> by the scheme Test. Its claims are the id, and what follows as <c>type=value</c>.</summary>
internal sealed class HeaderAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AuthenticationCount count)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Default = "Test";
    public const string Other = "Other";

    /// <summary>Two schemes, Test by default.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<AuthenticationCount>();
        services.AddAuthentication(Default)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(Default, null)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(Other, null);
        services.AddAuthorization();
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        count.Add();
        if (Request.Headers[Scheme.Name] is not [{ } sent])
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var parts = sent.Split(' ');
        var claims = parts.Skip(1).Select(part => new Claim(part.Split('=')[0], part.Split('=')[1])).Prepend(new Claim(ClaimTypes.NameIdentifier, parts[0]));
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name)));
    }
}
