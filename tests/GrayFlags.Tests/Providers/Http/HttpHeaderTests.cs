using System.Globalization;
using System.Text;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Headers that no good server sends.</summary>
internal sealed class HttpHeaderTests
{
    [Test, Fault("H16")]
    public async Task Headers_OfAMegabyte_AreRefused()
    {
        using var server = new RawServer(async (stream, ended) =>
        {
            await stream.WriteAsync(RawServer.Text("HTTP/1.1 200 OK\r\n"), ended);
            for (var header = 0; header < 1024; header++)
            {
                await stream.WriteAsync(RawServer.Text($"X-{header}: {new string('x', 1024)}\r\n"), ended);
            }

            await stream.WriteAsync(RawServer.Text("\r\n{}"), ended);
        });
        using var rig = await HttpRig.StartAsync(server.Uri);

        Assert.That(rig.Provider.Reason, Is.EqualTo("the headers of the answer are too large"));
    }

    [TestCase("HTTP/1.1 200 OK\r\nno header at all\r\n\r\n{}")]
    [TestCase("SSH-2.0-OpenSSH_9.6\r\n\r\n")]
    [TestCase("HTTP/1.1 9999 Far out\r\n\r\n")]
    [Fault("H16")]
    public async Task Answer_ThatIsNoHttp_IsRefused(string answer)
    {
        using var server = new RawServer((stream, ended) => stream.WriteAsync(RawServer.Text(answer), ended).AsTask());
        using var rig = await HttpRig.StartAsync(server.Uri);

        Assert.That(rig.Provider.Reason, Is.EqualTo("the answer is not valid HTTP"));
    }

    [Test, Fault("H16")]
    public async Task Answer_OfInterimStatusesWithoutEnd_DeadlineEndsIt()
    {
        var flooding = new TaskCompletionSource();
        using var server = new RawServer(async (stream, ended) =>
        {
            for (var status = 0; !ended.IsCancellationRequested; status++)
            {
                await stream.WriteAsync(RawServer.Text("HTTP/1.1 103 Early Hints\r\n\r\n"), ended);
                if (status == 1000)
                {
                    flooding.SetResult();
                }
            }
        });
        using var rig = HttpRig.Create(server.Uri);

        await flooding.Task.WaitAsync(TimeSpan.FromSeconds(30));
        rig.Clock.Time.Advance(TimeSpan.FromSeconds(10));
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Unavailable);

        // Some versions of the client count the headers of interim answers: then their limit is met first, where the machine is busy.
        Assert.That(rig.Provider.Reason, Does.Contain("no complete answer").Or.Contain("headers of the answer are too large"));
    }

    [TestCase("HTTP/1.1 100 Continue\r\n\r\n")]
    [TestCase("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n")]
    [TestCase("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nETag: \"early\"\r\nX-GrayFlags-Signature: keyId=x;sig=x\r\n\r\n")]
    [Fault("H16")]
    public async Task Answer_AfterInterimStatuses_IsTaken(string interim)
    {
        using var server = new RawServer((stream, ended) => stream.WriteAsync(RawServer.Text(interim + Ok("ETag: \"late\"\r\n")), ended).AsTask());
        using var rig = await HttpRig.StartAsync(server.Uri);

        Assert.That(rig.IsOn, Is.True);
    }

    [Test, Fault("H16")]
    public async Task Answer_SwitchingProtocolsUnasked_IsRefused()
    {
        using var server = new RawServer((stream, ended) =>
            stream.WriteAsync(RawServer.Text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"), ended).AsTask());
        using var rig = await HttpRig.StartAsync(server.Uri);

        Assert.That(rig.Provider.State, Is.EqualTo(ProviderState.Unavailable));
        Assert.That(rig.Provider.Reason, Is.EqualTo("status 101"));
    }

    // Policies for browsers that a server sends with everything are this long.
    [Test, Fault("H16")]
    public async Task Headers_LargeButLegal_AreRead()
    {
        using var server = new RawServer(
            (stream, ended) => stream.WriteAsync(RawServer.Text(Ok($"Content-Security-Policy: {new string('x', 24 * 1024)}\r\n")), ended).AsTask());
        using var rig = await HttpRig.StartAsync(server.Uri);

        Assert.That(rig.IsOn, Is.True);
    }

    // What a server gives as a tag goes back to it with each poll: one that cannot be sent must not make every later poll fail.
    [TestCase("\"t\u00e4g\"", TestName = "Tag_NotAscii_NextPollWorks")]
    [TestCase("\"\u0001\u007f\"", TestName = "Tag_OfControls_NextPollWorks")]
    [Fault("H16")]
    public async Task Tag(string tag)
    {
        var polls = 0;
        using var server = new RawServer((stream, ended) => stream.WriteAsync(Encoding.Latin1.GetBytes(Ok($"ETag: {tag}\r\n", polls++ > 0)), ended).AsTask());
        using var rig = await HttpRig.StartAsync(server.Uri);

        await rig.SettleAsync();

        Assert.That(rig.Provider.Reason, Is.Null);
        Assert.That(polls, Is.EqualTo(3));
    }

    // 412 is what some servers answer where 304 is meant; 400 and 431 is what others think of a tag that they gave themselves.
    [TestCase(400), TestCase(412), TestCase(431), Fault("H16")]
    public async Task Condition_ThatTheServerDoesNotBear_IsLeftOut(int status)
    {
        await using var server = await FaultServer.StartAsync();
        server.Then(context => context.Request.Headers.IfNoneMatch.Count > 0 ? Answer.Status(status)(context) : Answer.On("\"tag\"")(context));
        using var rig = await HttpRig.StartAsync(server);

        await rig.SettleAsync();

        Assert.That(rig.Provider.Reason, Is.Null);
        Assert.That(rig.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(server.Requests.Count, Is.EqualTo(5), "asked again without it, once each poll");
    }

    [TestCase(400), TestCase(412), TestCase(431), Fault("H16")]
    public async Task Status_WithoutACondition_IsNotAskedAgain(int status)
    {
        await using var server = await FaultServer.StartAsync();
        server.Then(Answer.Status(status));
        using var rig = await HttpRig.StartAsync(server);

        Assert.That(rig.Provider.Reason, Does.StartWith($"status {status}"));
        Assert.That(server.Requests.Count, Is.EqualTo(1));
    }

    // Without the server's own clock a date is read by this machine's, which may be off: never longer than an hour, and never shorter than the back-off.
    [TestCase(0, 120, 144), TestCase(-30, 3600, 4320), TestCase(+30, 1, 2), Fault("H2")]
    public async Task RetryAfter_ADateWithoutTheServersClock(int minutesAhead, double min, double max)
    {
        var start = new ManualTimeProvider().GetUtcNow();
        var date = start.AddMinutes(-minutesAhead * 4).AddSeconds(120).ToString("R", CultureInfo.InvariantCulture);
        using var server = new RawServer(
            (stream, ended) => stream.WriteAsync(RawServer.Text($"HTTP/1.1 503 Busy\r\nRetry-After: {date}\r\nContent-Length: 0\r\n\r\n"), ended).AsTask());
        using var rig = await HttpRig.StartAsync(server.Uri);

        Assert.That(rig.Clock.Polls[0].TotalSeconds, Is.InRange(min, max));
    }

    private static string Ok(string headers, bool isOn = true)
    {
        var body = Answer.Document(isOn);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n{body}");
    }

    [Test, Fault("H16")]
    public async Task SetCookie_IsNotKept()
    {
        await using var server = await FaultServer.StartAsync();
        server.Then(Answer.Bytes(Encoding.UTF8.GetBytes(Answer.Document(true)), headers: headers => headers.SetCookie = "session=1; Path=/"));
        using var rig = await HttpRig.StartAsync(server);

        await rig.PollAsync();

        Assert.That(server.Requests[1].Headers, Does.Not.ContainKey("Cookie"));
    }
}
