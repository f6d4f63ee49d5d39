using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Storefront;

/// <summary>Signs anybody in as anybody: this is a shop to play with.</summary>
internal static class SignIn
{
    public static void Map(WebApplication app)
    {
        app.MapPost("/sign-in/{user}", (string user, HttpContext http) =>
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], CookieAuthenticationDefaults.AuthenticationScheme);
            return http.SignInAsync(new ClaimsPrincipal(identity));
        });
        app.MapPost("/sign-out", (HttpContext http) => http.SignOutAsync());
    }
}
