using System.Globalization;
using System.Security.Cryptography;
using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GrayFlags.AspNetCore.Requests;

/// <summary>The cookie with a visitor's random id, protected so that visitors cannot choose their bucket.</summary>
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

    /// <summary>The id sent by the visitor; null when there is none, or when these keys did not protect it.</summary>
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

    /// <summary>Draws an id and its cookie. Without a cookie the id would change at each request, so none is drawn.</summary>
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
    /// The time when an id was issued, to the second and never too early. Ids of earlier builds do not contain it: they are no longer issued, and
    /// count as old.
    /// </summary>
    public static DateTimeOffset SinceOf(string id)
    {
        var time = id.AsSpan(id.IndexOf(BeforeTime, StringComparison.Ordinal) + 1);
        return id.Length > time.Length
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;
    }

    /// <summary>Writes the cookie as the response starts, when its id is used then.</summary>
    /// <param name="http">The request.</param>
    /// <param name="request">Its state.</param>
    /// <param name="id">The id that was drawn.</param>
    /// <param name="kept">The protected id, as it is sent.</param>
    public void WriteAtStart(HttpContext http, GrayRequest request, string id, string kept)
    {
        var isOver = false;
        http.Response.OnStarting(() =>
        {
            if (!isOver && request.UsesId(http, id))
            {
                Write(http, kept);
            }

            return Task.CompletedTask;
        });

        // Work that outlives its request may come after its end, when the server has begun another one in the same place.
        isOver = !ReferenceEquals(request.Http, http);
    }

    private void Write(HttpContext http, string kept) => http.Response.Cookies.Append(cookie.Name!, kept, cookie.Build(http));

    // The time is a part of the id rather than beside it: earlier builds, which take all of it for the id, assign the same buckets.
    private string NewId()
    {
        var second = clock.GetUtcNow().ToUnixTimeSeconds() + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Convert.ToHexString(RandomNumberGenerator.GetBytes(RandomBytes))}{BeforeTime}{second}");
    }

    // Anticipates the cookie policy: gates may be evaluated before its middleware has run.
    private bool MayTrack(HttpContext http) => cookie.IsEssential || (http.Features.Get<ITrackingConsentFeature>()?.CanTrack
        ?? (policy.CheckConsentNeeded?.Invoke(http) != true || http.Request.Cookies[policy.ConsentCookie.Name!] == policy.ConsentCookieValue));
}
