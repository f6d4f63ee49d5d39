using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.SignedOverrides;

[Fault("X24")]
public sealed class OverrideTests
{
    private const string Canary = "S3CR3T-canary-that-is-32-bytes-long";
    private const string Rules =
        """{ "flags": { "a": false, "b": true, "colour": { "variants": { "red": { "value": "r" }, "blue": { "value": "b" } },"""
        + """ "rules": { "all": { "serve": "red" } } } } }""";

    private static readonly byte[] Key = Encoding.UTF8.GetBytes(Canary);
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new(Start);

    [Test]
    public async Task SignedOverride_HoldsForItsRequest()
    {
        await using var site = await StartAsync(Key);
        var header = Sign(Start.AddMinutes(10), ("a", "true"), ("b", "false"), ("colour", "blue"), ("näme/ü", "true"));
        using var response = await site.SendAsync("/", (GrayOverrideHeader.Name, header));

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("True False b True"));
        Assert.That(response.Headers.GetValues(GrayOverrideHeader.Name), Is.EqualTo(new[] { "applied" }));
        Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(await site.GetAsync("/"), Is.EqualTo("200 False True r False"), "the next request");
    }

    [Test]
    public async Task SignedOverride_OpensAGate()
    {
        await using var site = await StartAsync(Key);

        Assert.That(await site.GetAsync("/gated", (GrayOverrideHeader.Name, Sign(Start.AddMinutes(10), ("a", "true")))), Is.EqualTo("200 in"));
        Assert.That(await site.GetAsync("/gated"), Is.EqualTo("404"));
    }

    [Test]
    public async Task Override_OfAnotherSortThanSigned_IsIgnored([ValueSource(nameof(Unsigned))] string header)
    {
        await using var site = await StartAsync(Key);
        using var response = await site.SendAsync("/", (GrayOverrideHeader.Name, header));

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("False True r False"));
        Assert.That(response.Headers.Contains(GrayOverrideHeader.Name), Is.False);
    }

    // Signed by hand, as by a script of the app's own.
    [TestCase("", "False True r False")]
    [TestCase("a", "False True r False")]
    [TestCase("a=", "False True r False")]
    [TestCase("=true", "False True r False")]
    [TestCase("a=true=false", "False True r False")]
    [TestCase("a=true&", "False True r False")]
    [TestCase("a=true", "True True r False")]
    public async Task SignedText_OfNoSuchForm_IsIgnored(string flags, string expected)
    {
        await using var site = await StartAsync(Key);
        var signed = string.Create(CultureInfo.InvariantCulture, $"{flags};{Start.AddMinutes(10).ToUnixTimeSeconds()}");
        var signature = WebEncoders.Base64UrlEncode(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes("GrayFlags.Override.v1;" + signed)));

        Assert.That(await site.GetAsync("/", (GrayOverrideHeader.Name, $"{signed};{signature}")), Is.EqualTo("200 " + expected));
    }

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(86401, Description = "for longer than a day")]
    public async Task Override_OutOfItsTime_IsIgnored(int seconds)
    {
        await using var site = await StartAsync(Key);

        Assert.That(await site.GetAsync("/", (GrayOverrideHeader.Name, Sign(Start.AddSeconds(seconds), ("a", "true")))), Is.EqualTo("200 False True r False"));
    }

    [Test]
    public async Task SignedOverride_WhereNoKeyIsSet_IsIgnored()
    {
        await using var site = await StartAsync(null);

        Assert.That(await site.GetAsync("/", (GrayOverrideHeader.Name, Sign(Start.AddMinutes(10), ("a", "true")))), Is.EqualTo("200 False True r False"));
    }

    [Test]
    public async Task TwoHeaders_AreIgnored()
    {
        await using var site = await StartAsync(Key);
        var header = Sign(Start.AddMinutes(10), ("a", "true"));

        Assert.That(await site.GetAsync("/", (GrayOverrideHeader.Name, header), (GrayOverrideHeader.Name, header)), Is.EqualTo("200 False True r False"));
    }

    [Test]
    [Fault("X11")]
    public async Task Key_IsNeverShown()
    {
        await using var site = await StartAsync(Key);
        await site.GetAsync("/", (GrayOverrideHeader.Name, "a=true;1;" + Canary));
        var refused = Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(Encoding.UTF8.GetBytes(Canary[..16])));

        Assert.That(refused!.ToString(), Does.Contain("32 bytes").And.Not.Contain(Canary[..16]));
        Assert.That(string.Join('\n', site.Log.Entries.Select(entry => entry.Message)), Does.Not.Contain(Canary));
        Assert.That(Sign(Start, ("a", "true")), Does.Not.Contain(Canary));
    }

    // Two keys at once: testers keep their headers while the keys change.
    [TestCase("new", "new", "True")]
    [TestCase("old", "old", "True")]
    [TestCase("old", "new", "False", Description = "signed by another key than it says")]
    [TestCase("gone", "old", "False")]
    [TestCase(null, "old", "False")]
    [TestCase(null, "single", "True")]
    public async Task Header_IsOfTheKeyThatItNames(string? id, string signedBy, string expected)
    {
        var keys =
            new Dictionary<string, byte[]> { ["single"] = Key, ["old"] = RandomNumberGenerator.GetBytes(32), ["new"] = RandomNumberGenerator.GetBytes(32) };
        await using var site = await StartAsync(Key, o => (o.OverrideKeys["old"], o.OverrideKeys["new"]) = (keys["old"], keys["new"]));
        var header = GrayOverrideHeader.Sign(keys[signedBy], Start.AddMinutes(10), [new("a", "true")], id);

        Assert.That(await site.GetAsync("/", (GrayOverrideHeader.Name, header)), Does.StartWith("200 " + expected));
        if (id is not null)
        {
            Assert.That(
                await site.GetAsync("/", (GrayOverrideHeader.Name, header.Replace($";{id};", ";", StringComparison.Ordinal))),
                Does.StartWith("200 False"),
                "the id is signed, too");
        }
    }

    [TestCase("")]
    [TestCase("a;b")]
    public void KeyId_ThatIsNone_IsRefused(string id)
    {
        Assert.That(() => GrayOverrideHeader.Sign(Key, Start, [new("a", "true")], id), Throws.ArgumentException);
        Assert.That(
            async () => await StartAsync(null, o => o.OverrideKeys[id] = Key),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("OverrideKeys"));
    }

    [Test]
    public void Key_ThatIsNoSecret_FailsTheStart([Values((byte)0, (byte)7)] byte same) => Assert.That(
        async () => await StartAsync([.. Enumerable.Repeat(same, 32)]), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("all the same"));

    [Test]
    public void Sign_WithoutAKeyOrFlags_IsRefused()
    {
        Assert.That(() => GrayOverrideHeader.Sign(Key[..31], Start, [new("a", "true")]), Throws.ArgumentException.With.Message.Contains("32"));
        Assert.That(() => GrayOverrideHeader.Sign(Key, Start, []), Throws.ArgumentException);
        Assert.That(() => GrayOverrideHeader.Sign(Key, Start, [new("a", "")]), Throws.ArgumentException);
        Assert.That(
            () => GrayOverrideHeader.Sign(Key, Start, Enumerable.Range(0, 33).Select(number => KeyValuePair.Create($"f{number}", "true"))),
            Throws.ArgumentException);
    }

    private static IEnumerable<string> Unsigned()
    {
        var good = Sign(Start.AddMinutes(10), ("a", "true"));
        var parts = good.Split(';');
        yield return "a=true";
        yield return "a=true;" + parts[1];
        yield return $"a=true;{parts[1]};";
        yield return $"b=false;{parts[1]};{parts[2]}";
        yield return $"a=true&b=false;{parts[1]};{parts[2]}";
        yield return $"a=true;{long.Parse(parts[1], CultureInfo.InvariantCulture) + 60};{parts[2]}";
        yield return GrayOverrideHeader.Sign(RandomNumberGenerator.GetBytes(32), Start.AddMinutes(10), [new("a", "true")]);
        yield return $"a=true;{parts[1]};{Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"a=true;{parts[1]}")))}";
        yield return good + ";";
        yield return good.ToUpperInvariant();
        yield return new string('a', 5000);
    }

    private static string Sign(DateTimeOffset expires, params (string Flag, string Answer)[] flags) =>
        GrayOverrideHeader.Sign(Key, expires, flags.Select(flag => KeyValuePair.Create(flag.Flag, flag.Answer)));

    private Task<TestSite> StartAsync(byte[]? key, Action<GrayAspNetCoreOptions>? configure = null) => TestSite.StartAsync(
        Rules,
        app =>
        {
            app.MapGet(
                "/",
                (IGrayEvaluator flags) => $"{flags.IsEnabled("a")} {flags.IsEnabled("b")} {flags.GetValue("colour", "none")} {flags.IsEnabled("näme/ü")}");
            app.MapGet("/gated", () => "in").RequireGrayFlag("a");
        },
        flags => flags.AddAspNetCore(o =>
        {
            o.OverrideKey = key;
            configure?.Invoke(o);
        }),
        services => services.AddSingleton<TimeProvider>(_clock));
}
