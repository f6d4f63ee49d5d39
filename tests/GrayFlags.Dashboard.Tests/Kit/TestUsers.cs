using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrayFlags.Dashboard.Tests.Kit;

/// <summary>Signs in by a header <c>Cookies: ann reader operator</c>, or <c>Authorization: Bearer ann-reader-operator</c>: a name, then roles.</summary>
internal sealed class TestUsers(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Test";
    public const string Header = "Cookies";

    private const string Bearer = "Bearer ";

    public static void AddTo(IServiceCollection services)
    {
        services.AddAuthentication(SchemeName).AddScheme<AuthenticationSchemeOptions, TestUsers>(SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy("flags.read", policy => policy.RequireRole("reader"))
            .AddPolicy("flags.operate", policy => policy.RequireRole("operator"))
            .AddPolicy("flags.publish", policy => policy.RequireRole("publisher"));
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = Request.Headers.Authorization.ToString();
        var words = token.StartsWith(Bearer, StringComparison.Ordinal)
            ? token[Bearer.Length..].Split('-')
            : Request.Headers[Header].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var name = words[0] == "nameless" ? [] : new[] { new Claim(ClaimTypes.Name, words[0]) };
        var user = new ClaimsIdentity(name.Concat(words.Skip(1).Select(role => new Claim(ClaimTypes.Role, role))), Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(user), Scheme.Name)));
    }
}
