using System.Globalization;
using System.IO.Compression;
using System.Text;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Answers that arrive, and what is made of them.</summary>
[NonParallelizable]
internal sealed class HttpDocumentTests
{
    private const int BombLength = 200 * 1024 * 1024;

    private FaultServer _server = null!;

    [SetUp]
    public async Task SetUp() => _server = await FaultServer.StartAsync();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [TestCase("<!DOCTYPE html><html>Log in</html>", "text/html; charset=utf-8")]
    [TestCase("  <html>Log in</html>", "application/json")]
    [TestCase("null", "application/json")]
    [TestCase("[]", "application/json")]
    [TestCase("", "application/json")]
    [TestCase("""{ "flags": { "f": false } }""", "image/png")]
    [TestCase("""{ "flags": { "f": false } } // with a comment""", "application/json")]
    [TestCase("""{ "error": "maintenance" }""", "application/json")]
    [Fault("H4")]
    public async Task Body_IsNoDocument_LastGoodServesOn(string body, string type)
    {
        _server.Then(Answer.On("\"1\""), Answer.Text(body, "\"2\"", type));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Degraded);
        await rig.PollAsync();

        Assert.That(rig.IsOn, Is.True);
        Assert.That(_server.Requests[^1].IfNoneMatch, Is.EqualTo("\"1\""), "the tag of the document that is applied");
    }

    [TestCase("application/json; charset=utf-8"), TestCase("text/json"), TestCase("application/vnd.flags+json"), TestCase(
        "text/plain"), TestCase("application/octet-stream"), TestCase("binary/octet-stream"), TestCase("application/x-json"), TestCase(null)]
    public async Task ContentType_OfAServerThatKnowsNoJson_IsTaken(string? type)
    {
        _server.Then(Answer.Text(Answer.Document(true), type: type));
        using var rig = await HttpRig.StartAsync(_server);

        Assert.That(rig.IsOn, Is.True);
    }

    [TestCase(true), TestCase(false), Fault("H5")]
    public async Task Body_CutOff_TagIsNotTaken(bool isChunked)
    {
        _server.Then(Answer.On("\"1\""), Answer.CutOff("""{ "flags": """, "\"2\"", isChunked), Answer.Off("\"3\""));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Unavailable);
        Assert.That(rig.Provider.Reason, Is.EqualTo("the answer was cut off"));
        Assert.That(rig.IsOn, Is.True);
        await rig.PollAsync();
        await rig.UntilAsync(() => !rig.IsOn);

        Assert.That(_server.Requests[2].IfNoneMatch, Is.EqualTo("\"1\""));
    }

    // A good form is not enough: the second does not compile, and still its tag must not count.
    [TestCase("""{ "flags": { "f": """)]
    [TestCase("""{ "flags": { "f": { "rules": { "r": { "segments": ["nowhere"] } } } } }""")]
    [Fault("H6")]
    public async Task Document_Refused_TagIsNotTaken(string bad)
    {
        _server.Then(Answer.Off("\"1\""), Answer.Text(bad, "\"2\""), Answer.Unless("\"2\"", Answer.On("\"3\"")), Answer.Unless("\"3\"", Answer.Status(500)));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Degraded);
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn);
        await rig.SettleAsync();

        Assert.That(_server.Requests.Select(request => request.IfNoneMatch), Is.EqualTo(new[] { null, "\"1\"", "\"1\"", "\"3\"", "\"3\"" }));
        Assert.That(rig.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test, Fault("H6")]
    public async Task NotModified_AfterARefusedDocument_IsWellAgain()
    {
        const string Bad = """{ "off": ["f"], "flags": { "f": 1 } }""";
        _server.Then(Answer.On("\"1\""), Answer.Text(Bad, "\"2\""), Answer.Unless("\"1\"", Answer.Status(500)));
        using var rig = await HttpRig.StartAsync(_server);
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Degraded);
        Assert.That(rig.IsOn, Is.False, "the kill switch is obeyed, also that of a refused document");

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Ready);

        Assert.That(rig.IsOn, Is.True, "and goes with it");
    }

    [TestCase(null, null, TestName = "Tag_None_ContentDecides")]
    [TestCase("W/\"1\"", "W/\"2\"", TestName = "Tag_Weak_ContentDecides")]
    [TestCase("\"1\"", "\"1\"", TestName = "Tag_SameForANewBody_ContentDecides")]
    [TestCase("not quoted", "neither", TestName = "Tag_Malformed_ContentDecides")]
    [Fault("H7")]
    public async Task Tags(string? first, string? second)
    {
        _server.Then(Answer.Off(first), Answer.On(second));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn);
        await rig.PollAsync();

        Assert.That(_server.Requests.Select(request => request.IfNoneMatch), Is.EqualTo(new[] { null, first, second }));
    }

    [Test, Fault("H7")]
    public async Task Tag_NewForTheSameBody_IsTakenAndNothingChanges()
    {
        _server.Then(Answer.On("\"1\""), Answer.On("\"2\""));
        using var rig = await HttpRig.StartAsync(_server);
        var generation = rig.Status.Generation;

        await rig.SettleAsync();

        Assert.That(_server.Requests[2].IfNoneMatch, Is.EqualTo("\"2\""));
        Assert.That(rig.Status.Generation, Is.EqualTo(generation));
        Assert.That(rig.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test, Fault("H7")]
    public async Task LastModified_WithoutATag_IsAskedWith()
    {
        const string Time = "Thu, 01 Jan 2026 00:00:00 GMT";
        _server.Then(Answer.Bytes(Encoding.UTF8.GetBytes(Answer.Document(true)), headers: headers => headers.LastModified = Time), Answer.Status(304));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.SettleAsync();

        Assert.That(_server.Requests[1].IfModifiedSince, Is.EqualTo(Time));
        Assert.That(rig.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test, Fault("H7")]
    public async Task NotModified_ThoughNothingWasAsked_IsAskedAgainOnce()
    {
        _server.Then(Answer.Status(304), Answer.On());
        using var rig = await HttpRig.StartAsync(_server);

        Assert.That(rig.IsOn, Is.True);
        Assert.That(_server.Requests, Has.Count.EqualTo(2));
    }

    [Test, Fault("H7")]
    public async Task NotModified_Always_IsUnavailable()
    {
        _server.Then(Answer.Status(304));
        using var rig = await HttpRig.StartAsync(_server);

        Assert.That(rig.Provider.Reason, Does.Contain("304"));
        Assert.That(_server.Requests, Has.Count.EqualTo(2));
    }

    [TestCase("gzip"), TestCase("br"), Fault("H9")]
    public async Task Bomb_OfTwoHundredMegabytes_IsRefusedWithinThirtyTwo(string encoding)
    {
        _server.Then(Answer.On(), Answer.Bytes(Compress(encoding, new byte[1024 * 1024], BombLength / (1024 * 1024)), encoding), Answer.On());
        using var rig = await HttpRig.StartAsync(_server);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await rig.PollAsync();

        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(32 * 1024 * 1024));
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Invalid);
        Assert.That(rig.Provider.Problems.Single().Message, Does.Contain("MaxBytes"));
        Assert.That(rig.IsOn, Is.True);
    }

    [TestCase("gzip", true), TestCase("br", true), TestCase("deflate", false), TestCase("gzip, gzip", false)]
    public async Task Encoding_AskedFor_IsRead(string encoding, bool isRead)
    {
        _server.Then(Answer.Bytes(Compress(encoding, Encoding.UTF8.GetBytes(Answer.Document(true)), 1), encoding));
        using var rig = await HttpRig.StartAsync(_server);

        Assert.That(rig.IsOn, Is.EqualTo(isRead));
        Assert.That(rig.Provider.Reason, isRead ? Is.Null : Does.Contain("content encoding"));
    }

    [TestCase(0, true), TestCase(-1, false)]
    public async Task Limit_CountsEachByte(int room, bool fits)
    {
        var body = Answer.Document(true);
        _server.Then(Answer.Bytes(Compress("gzip", Encoding.UTF8.GetBytes(body), 1), "gzip"));
        using var rig = HttpRig.Create(_server, options => options.Limits = options.Limits with { MaxBytes = body.Length + room });
        await rig.UntilAsync(() => rig.Provider.State is ProviderState.Current or ProviderState.Invalid);

        Assert.That(rig.IsOn, Is.EqualTo(fits));
    }

    [TestCase("""{ "version": 5, "flags": { "f": true } }""", """{ "version": 4, "flags": { "f": false } }""")]
    [TestCase("""{ "issuedAt": "2026-01-02T00:00:00Z", "flags": { "f": true } }""", """{ "issuedAt": "2026-01-01T00:00:00Z", "flags": { "f": false } }""")]
    [Fault("H14")]
    public async Task Document_OlderThanTheOneThatServes_IsIgnored(string newer, string older)
    {
        _server.Then(Answer.Text(newer), Answer.Text(older));
        using var rig = await HttpRig.StartAsync(_server);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.Warnings.Count == 1);
        await rig.SettleAsync();

        Assert.That(rig.IsOn, Is.True);
        Assert.That(rig.Status.Warnings.Single(), Does.Contain("AllowDowngrade"));
    }

    [Test, Fault("H14")]
    public async Task Document_Older_IsTakenWhereAllowed()
    {
        _server.Then(Answer.Off(version: 5), Answer.On(version: 4));
        using var rig = await HttpRig.StartAsync(_server, options => options.AllowDowngrade = true);

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn && rig.Provider.DocumentVersion == 4);
    }

    [Test, Fault("H15")]
    public async Task Replicas_Disagree_StaysAtTheNewerWithOneWarning()
    {
        for (var turn = 0; turn < 10; turn++)
        {
            _server.Then(Answer.On("\"5\"", 5), Answer.Off("\"4\"", 4));
        }

        _server.Then(Answer.On("\"6\"", 6));
        using var rig = await HttpRig.StartAsync(_server);
        for (var poll = 1; poll < 20; poll++)
        {
            await rig.PollAsync();
            Assert.That(rig.IsOn, Is.True);
        }

        Assert.That(rig.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(rig.Logs.Entries.Count(entry => entry.Message.Contains("offers version 4", StringComparison.Ordinal)), Is.EqualTo(1));
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Provider.DocumentVersion == 6);
        await rig.SettleAsync();
        Assert.That(rig.Status.Warnings, Is.Empty, "a newer document ends it");
    }

    [Test]
    public async Task Documents_BadAndGoodInTurn_AllFiftyGoodOnesAreApplied()
    {
        for (var version = 1; version <= 50; version++)
        {
            _server.Then(Answer.On(Tag(version), version), Answer.Text($$"""{ "version": {{version}}, "flags": { "f": {{version}} } }""", Tag(-version)));
        }

        using var rig = await HttpRig.StartAsync(_server);
        for (var version = 1; version <= 50; version++)
        {
            await rig.UntilAsync(() => rig.Provider.DocumentVersion == version && rig.Provider.State == ProviderState.Current);
            await rig.PollAsync();
            await rig.UntilAsync(() => rig.Provider.State == ProviderState.Invalid);
            await rig.PollAsync();
        }

        static string Tag(int number) => string.Create(CultureInfo.InvariantCulture, $"\"{number}\"");
    }

    private static byte[] Compress(string encoding, byte[] content, int times)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest),
            "gzip, gzip" => new GZipStream(new GZipStream(compressed, CompressionLevel.Fastest), CompressionLevel.Fastest),
            _ => new GZipStream(compressed, CompressionLevel.Optimal),
        })
        {
            for (var time = 0; time < times; time++)
            {
                stream.Write(content);
            }
        }

        return compressed.ToArray();
    }
}
