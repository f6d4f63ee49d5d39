using System.Globalization;
using System.Security.Cryptography;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Requests;

public sealed class AnonymousCookieTests
{
    private const string Rules = """{ "flags": { "half": { "rules": { "some": { "percentage": 50 } } } } }""";

    private TempFolder _keys = null!;

    [SetUp]
    public void CreateKeys() => _keys = new TempFolder();

    [TearDown]
    public void DeleteKeys() => _keys.Dispose();

    [Test]
    public async Task Visitor_GetsACookieThatSticks()
    {
        await using var site = await StartAsync();
        using var first = await site.SendAsync("/half");
        var cookie = first.Cookie()!;
        using var second = await site.SendAsync("/half", ("Cookie", cookie));

        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()).And.StartWith("anon-"));
        Assert.That(second.Cookie(), Is.Null, "who has one needs no other");
    }

    [Test]
    public async Task Visitors_WithoutCookie_AreDifferent()
    {
        await using var site = await StartAsync();

        var one = await site.GetAsync("/half");
        var other = await site.GetAsync("/half");

        Assert.That(one, Is.Not.EqualTo(other));
    }

    [TestCase("http", false)]
    [TestCase("https", true)]
    public async Task Cookie_IsGuarded(string scheme, bool isSecure)
    {
        await using var site = await StartAsync();
        using var response = await site.Client.GetAsync(new Uri($"{scheme}://localhost/half"));
        var cookie = response.Headers.GetValues("Set-Cookie").Single();

        Assert.That(
            cookie,
            Does.StartWith(".GrayFlags.Anonymous=").And.Contain("httponly").And.Contain("samesite=lax").And.Contain("path=/").And.Contain("max-age=31536000"));
        Assert.That(cookie.Contains("; secure", StringComparison.Ordinal), Is.EqualTo(isSecure));
        Assert.That(cookie, Does.Not.Contain("anon-"));
    }

    [Test]
    public async Task Cookie_IsAsTheAppSays()
    {
        await using var site = await StartAsync(cookie =>
        {
            cookie.Name = "visitor";
            cookie.MaxAge = TimeSpan.FromHours(1);
        });
        using var response = await site.SendAsync("/half");

        Assert.That(response.Headers.GetValues("Set-Cookie").Single(), Does.StartWith("visitor=").And.Contain("max-age=3600"));
    }

    [TestCase("/nothing", "", Description = "no flag was asked for")]
    [TestCase("/half", "ana", Description = "the user is known")]
    [TestCase("/half?early", "ana", Description = "asked before authentication, as nobody")]
    [TestCase("/late", "", Description = "the response is under way")]
    public async Task Cookie_ThatIsNotNeeded_IsNotSet(string path, string user)
    {
        await using var site = await StartAsync();
        using var response = await site.SendAsync(path, user.Length > 0 ? [("Test", user)] : []);

        Assert.That(response.IsSuccessStatusCode, Is.True);
        Assert.That(response.Cookie(), Is.Null);
    }

    // An id that cannot be kept would be another one at each request, and the answers with it.
    [Test]
    public async Task Visitor_WhoseResponseIsUnderWay_IsInNoPercentage()
    {
        await using var site = await StartAsync();

        Assert.That(await site.GetAsync("/late"), Is.EqualTo("200 begun: TargetingKeyMissing"));
    }

    [TestCase(".GrayFlags.Anonymous=anon-00112233445566778899AABBCCDDEEFF")]
    [TestCase(".GrayFlags.Anonymous=not!base64")]
    [TestCase(".GrayFlags.Anonymous=")]
    public async Task Cookie_OfSomebodysOwnMaking_IsReplaced(string sent)
    {
        await using var site = await StartAsync();
        using var response = await site.SendAsync("/half", ("Cookie", sent));

        Assert.That(response.Cookie(), Is.Not.Null);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.StartWith("anon-").And.Not.Contain("00112233445566778899AABBCCDDEEFF"));
    }

    [Test]
    public async Task Keys_ThatCannotBeWritten_BreakNoResponse()
    {
        await using var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", (IGrayEvaluator flags) => flags.Evaluate("half").Reason.ToString()),
            flags => flags.AddAnonymousCookie(),
            services => services.AddSingleton<IDataProtectionProvider, NoKeys>());

        for (var count = 0; count < 3; count++)
        {
            using var response = await site.SendAsync("/", ("Cookie", ".GrayFlags.Anonymous=abc"));
            Assert.That((response.IsSuccessStatusCode, response.Cookie()), Is.EqualTo((true, (string?)null)));
        }

        Assert.That(site.Log.Entries.Count(entry => entry.EventId.Id == 502), Is.EqualTo(1));
    }

    [Test]
    public async Task Visitor_SticksOverARestart()
    {
        string cookie, before;
        await using (var site = await StartAsync())
        {
            using var response = await site.SendAsync("/half");
            (cookie, before) = (response.Cookie()!, await response.Content.ReadAsStringAsync());
        }

        await using var restarted = await StartAsync(isReal: true);
        using var after = await restarted.SendAsync("/half", ("Cookie", cookie));

        Assert.That(await after.Content.ReadAsStringAsync(), Is.EqualTo(before));
        Assert.That(after.Cookie(), Is.Null);
    }

    [Test]
    [Fault("G9")]
    public async Task Id_TellsWhenItWasIssued_AndNotBefore()
    {
        var before = TimeProvider.System.GetUtcNow();
        await using var site = await StartAsync();
        using var first = await site.SendAsync("/since");
        var after = TimeProvider.System.GetUtcNow();
        using var second = await site.SendAsync("/since", ("Cookie", first.Cookie()!));

        var since = DateTimeOffset.Parse(await first.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
        Assert.That(since, Is.GreaterThanOrEqualTo(before).And.LessThanOrEqualTo(after.AddSeconds(1)));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo($"{since:O}"), "as long as the cookie lasts");
        Assert.That(await site.GetAsync("/since", ("Test", "ana")), Is.EqualTo("200"), "an account");
    }

    [Test]
    public async Task CookieOfAnEarlierBuild_IsThatVisitor_AndOld()
    {
        const string Id = "anon-00112233445566778899AABBCCDDEEFF";
        await using var site = await StartAsync();
        var sent = site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("GrayFlags.AspNetCore.AnonymousCookie.v1").Protect(Id);
        using var response = await site.SendAsync("/half", ("Cookie", $".GrayFlags.Anonymous={sent}"));

        Assert.That(await response.Content.ReadAsStringAsync(), Does.StartWith(Id + " "));
        Assert.That(response.Cookie(), Is.Null);
        Assert.That(await site.GetAsync("/since", ("Cookie", $".GrayFlags.Anonymous={sent}")), Is.EqualTo($"200 {DateTimeOffset.MinValue:O}"));
    }

    private Task<TestSite> StartAsync(Action<CookieBuilder>? cookie = null, bool isReal = false) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.UseRouting();
            app.Use((http, next) =>
            {
                if (http.Request.Query.ContainsKey("early"))
                {
                    http.RequestServices.GetRequiredService<IGrayEvaluator>().IsEnabled("half");
                }

                return next(http);
            });
            app.UseAuthentication();
            app.MapGet("/nothing", () => "nothing");
            app.MapGet("/half", (IGrayEvaluator flags, IGrayContextAccessor accessor) => $"{accessor.Context!.UserId} {flags.Evaluate("half")}");
            app.MapGet(
                "/since",
                (IGrayEvaluator flags, IGrayContextAccessor accessor) => flags.IsEnabled("half") is var _ ? $"{accessor.Context!.AnonymousSince:O}" : "");
            app.MapGet("/late", async (HttpContext http, IGrayEvaluator flags) =>
            {
                await http.Response.WriteAsync("begun: ");
                await http.Response.WriteAsync(flags.Evaluate("half").Error.ToString());
            });
        },
        flags => flags.AddAspNetCore().AddAnonymousCookie(cookie),
        services =>
        {
            HeaderAuthentication.AddTo(services);
            services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(_keys.Path)).SetApplicationName("shop");
        },
        isReal);

    private sealed class NoKeys : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw new CryptographicException("no key");

        public byte[] Unprotect(byte[] protectedData) => throw new CryptographicException("no key");
    }
}
