using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Versions and times at the end of their range, and documents that do not say how old they are: none of them shuts the door for ever.</summary>
[Fault("R12")]
internal sealed class HttpAgeTests
{
    private FaultServer _server = null!;
    private ECDsa _key = null!;

    [SetUp]
    public async Task SetUp()
    {
        _server = await FaultServer.StartAsync();
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    [TearDown]
    public async Task TearDown()
    {
        _key.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase("9223372036854775807")]
    [TestCase("4000000000000000001")]
    [TestCase("1e18")]
    public async Task Version_BeyondTheLargest_IsRefusedAndTheNextIsTaken(string version)
    {
        _server.Then(Answer.Off(version: 5), Answer.Text($$"""{ "version": {{version}}, "flags": { "f": true } }"""), Answer.On(version: 6));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Invalid);
        Assert.That(rig.Provider.Problems.Single().Path, Is.EqualTo("version"));
        Assert.That(rig.Provider.Problems.Single().Message, Does.Contain("a whole number from 0 to 4000000000000000000 is"));
        Assert.That(rig.Provider.DocumentVersion, Is.EqualTo(5));

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn && rig.Provider.DocumentVersion == 6);
    }

    // What counts up by itself: nanoseconds since 1970, ticks of .NET, ids of Snowflake.
    [TestCase(1_795_000_000_000_000_000), TestCase(639_000_000_000_000_000), TestCase(2_050_000_000_000_000_000), TestCase(20_261_128_185_000_000)]
    public async Task Version_OfAClockOrASequence_IsTaken(long version)
    {
        _server.Then(Answer.On(version: version));
        using var rig = await HttpRig.StartAsync(_server);

        Assert.That(rig.Provider.DocumentVersion, Is.EqualTo(version));
    }

    [Test]
    public async Task IssuedAt_FarAhead_IsTakenAndDoesNotCount()
    {
        _server.Then(
            Issued(false, "2026-01-01T00:00:00Z"),
            Issued(true, "9999-12-31T23:59:59Z"),
            Issued(false, "2026-01-02T00:00:00Z"),
            Issued(true, "2026-01-01T12:00:00Z"));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn && rig.Status.Warnings.Any());
        Assert.That(rig.Status.Warnings.Single(), Does.Contain("9999-12-31").And.Contain("ahead of this machine's clock"));

        await rig.PollAsync();
        await rig.UntilAsync(() => !rig.IsOn && !rig.Status.Warnings.Any());

        await rig.SettleAsync();
        Assert.That(rig.IsOn, Is.False, "the order of what counts is kept");
        Assert.That(rig.Status.Warnings.Single(), Does.Contain("AllowDowngrade"));
    }

    // Clocks differ: less than a day is nobody's fault, and still tells older from newer.
    [Test]
    public async Task IssuedAt_WithinADayAhead_Counts()
    {
        _server.Then(Issued(true, "2026-01-01T23:59:00Z"), Issued(false, "2026-01-01T12:00:00Z"));
        using var rig = await HttpRig.StartAsync(_server);
        Assert.That(rig.Status.Warnings, Is.Empty);

        await rig.SettleAsync();

        Assert.That(rig.IsOn, Is.True);
    }

    // The clock is set back by a month, and an older document played back: what counted when it came goes on counting.
    [Test]
    public async Task Clock_SetBack_MakesNothingNewer()
    {
        _server.Then(Issued(true, "2026-01-01T00:00:00Z"), Issued(false, "2025-12-31T00:00:00Z"));
        using var rig = await HttpRig.StartAsync(_server);

        rig.Clock.Time.SetUtc(rig.Clock.Time.GetUtcNow().AddDays(-30));
        await rig.SettleAsync();

        Assert.That(rig.IsOn, Is.True);
    }

    [Test]
    public async Task Signed_WithoutVersion_IsSaid()
    {
        _server.Then(Signed(Answer.Document(true)), Signed(Answer.Document(false, 1)));
        using var rig = await HttpRig.StartAsync(_server, Sign);
        await rig.UntilAsync(() => rig.Status.Warnings.Any());
        Assert.That(rig.Status.Warnings.Single(), Does.Contain("can be played back"));

        await rig.PollAsync();
        await rig.UntilAsync(() => !rig.IsOn && !rig.Status.Warnings.Any());
    }

    // One from before versions were given would get past every version.
    [Test]
    public async Task Signed_WithoutVersion_DoesNotReplaceOneWithAVersion()
    {
        _server.Then(Signed(Answer.Document(true, 5)), Signed(Answer.Document(false)));
        using var rig = await HttpRig.StartAsync(_server, Sign);

        await rig.SettleAsync();

        Assert.That(rig.IsOn, Is.True);
        Assert.That(rig.Status.Warnings.Single(), Does.Contain("does not say whether it is older"));
    }

    [Test]
    public async Task Signed_WithoutVersion_IsTakenWhereAllowed()
    {
        _server.Then(Signed(Answer.Document(true, 5)), Signed(Answer.Document(false)));
        using var rig = await HttpRig.StartAsync(_server, options =>
        {
            Sign(options);
            options.AllowDowngrade = true;
        });

        await rig.PollAsync();
        await rig.UntilAsync(() => !rig.IsOn);

        Assert.That(rig.Status.Warnings, Is.Empty);
    }

    // The way back in a running process, audited; from then on it is what others are measured by.
    [Test]
    public async Task AcceptHeld_OlderOnOffer_ServesAndIsWhatCounts()
    {
        _server.Then(
            Answer.Off(version: 3_999_999_999_999_999_999), Answer.On(version: 6), Answer.On(version: 6), Answer.Off(version: 5), Answer.Off(version: 7));
        using var rig = await HttpRig.StartAsync(_server);
        await rig.SettleAsync();
        Assert.That(rig.IsOn, Is.False);
        Assert.That(rig.Status.Warnings.Single(), Does.Contain("AcceptHeldAsync"));

        Assert.That(await rig.Evaluator.AcceptHeldAsync(rig.Provider.Name, "ana", "the version was a mistake"), Is.True);
        Assert.That(rig.IsOn, Is.True);
        Assert.That(rig.Status.Warnings, Is.Empty);
        Assert.That(await rig.Evaluator.AcceptHeldAsync(rig.Provider.Name, "ana", "again"), Is.False);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.Warnings.Any());
        Assert.That(rig.IsOn, Is.True, "5 is older than 6");

        await rig.PollAsync();
        await rig.UntilAsync(() => !rig.IsOn && rig.Provider.DocumentVersion == 7);
    }

    private static RequestDelegate Issued(bool isOn, string at) =>
        Answer.Text($$"""{ "issuedAt": "{{at}}", "flags": { "f": {{(isOn ? "true" : "false")}} } }""");

    private void Sign(HttpRuleProviderOptions options) => options.SignatureKeys["k"] = _key.ExportSubjectPublicKeyInfoPem();

    private RequestDelegate Signed(string document)
    {
        var body = Encoding.UTF8.GetBytes(document);
        var signature = Convert.ToBase64String(_key.SignData(body, HashAlgorithmName.SHA256));
        return Answer.Bytes(body, headers: headers => headers[BodySignature.Header] = string.Create(CultureInfo.InvariantCulture, $"keyId=k;sig={signature}"));
    }
}
