using System.Globalization;
using System.Security.Cryptography;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The cookie that keeps a visitor's random id: protected, so that nobody picks a bucket of their own.</summary>
internal sealed class AnonymousCookie(CookieBuilder cookie, IDataProtectionProvider protection, CookiePolicyOptions policy, TimeProvider clock, ILogger logger)
{
    public const string DefaultName = ".GrayFlags.Anonymous";

    private const string Purpose = "GrayFlags.AspNetCore.AnonymousCookie.v1";
    private const string Prefix = "anon-";
    private const char BeforeTime = '.';
    private const int RandomBytes = 16;
    private const int MaxLength = 1024;

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    private int _failures;

    /// <summary>The id that the visitor brought; null where there is none, or none that these keys have protected.</summary>
    public string? Read(HttpContext http)
    {
        if (!MayTrack(http))
        {
            return null;
        }

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

    /// <summary>Draws an id, and what keeps it. One that cannot be kept would be another one at each request, and is none.</summary>
    public (string Id, string Kept)? Draw(HttpContext http)
    {
        if (!MayTrack(http))
        {
            return null;
        }

        var id = NewId();
        try
        {
            return (id, _protector.Protect(id));
        }
        catch (CryptographicException exception)
        {
            if (Interlocked.Exchange(ref _failures, 1) == 0)
            {
                Log.CookieFailed(logger, exception);
            }

            return null;
        }
    }

    /// <summary>
    /// The time at which an id was issued, to a second, and never before it was. The ids of builds before this one do not tell: nobody gets one any more, and
    /// they count as old.
    /// </summary>
    public static DateTimeOffset SinceOf(string id)
    {
        var time = id.AsSpan(id.IndexOf(BeforeTime, StringComparison.Ordinal) + 1);
        return id.Length > time.Length && long
            .TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;
    }

    public void Write(HttpContext http, string kept) => http.Response.Cookies.Append(cookie.Name!, kept, cookie.Build(http));

    // The time is a part of the id, and not beside it: builds before this one, which take all of it for the id, put the visitor into the same buckets.
    private string NewId()
    {
        var second = clock.GetUtcNow().ToUnixTimeSeconds() + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes))}{BeforeTime}{second}");
    }

    // What the cookie policy will say: gates may ask before its middleware has run.
    private bool MayTrack(HttpContext http) => cookie.IsEssential || (http.Features.Get<ITrackingConsentFeature>()?.CanTrack
        ?? (policy.CheckConsentNeeded?.Invoke(http) != true || http.Request.Cookies[policy.ConsentCookie.Name!] == policy.ConsentCookieValue));
}
