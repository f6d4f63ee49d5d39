using System.Security.Cryptography;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The cookie that keeps a visitor's random id: protected, so that nobody picks a bucket of their own.</summary>
internal sealed class AnonymousCookie(CookieBuilder cookie, IDataProtectionProvider protection, ILogger<AnonymousCookie> logger)
{
    public const string DefaultName = ".GrayFlags.Anonymous";

    private const string Purpose = "GrayFlags.AspNetCore.AnonymousCookie.v1";
    private const string Prefix = "anon-";
    private const int RandomBytes = 16;
    private const int MaxLength = 1024;

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    private int _failures;

    public static string NewId() => Prefix + Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The id that the visitor brought; null where there is none, or none that these keys have protected.</summary>
    public string? Read(HttpContext http)
    {
        var sent = http.Request.Cookies[cookie.Name!];
        if (string.IsNullOrEmpty(sent) || sent.Length > MaxLength)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(sent);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Gives the visitor an id. Without keys there is none to give, which is no reason to break the response.</summary>
    public void Write(HttpContext http, string id)
    {
        try
        {
            http.Response.Cookies.Append(cookie.Name!, _protector.Protect(id), cookie.Build(http));
        }
        catch (CryptographicException exception)
        {
            if (Interlocked.Exchange(ref _failures, 1) == 0)
            {
                Log.CookieFailed(logger, exception);
            }
        }
    }
}
