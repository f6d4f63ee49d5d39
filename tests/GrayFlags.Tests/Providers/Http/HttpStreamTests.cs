using System.Threading.Channels;
using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>The stream of events: what it brings, and every way in which it fails.</summary>
internal sealed class HttpStreamTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(45);

    private Channel<string> _events = null!;
    private FaultServer _server = null!;

    [SetUp]
    public async Task SetUp()
    {
        _events = Channel.CreateUnbounded<string>();
        _server = await FaultServer.StartAsync();
        _server.OnEvents = SendEvents;
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [TestCase("data: changed\n\n")]
    [TestCase("event: anything\r\ndata: {}\r\n\r\n")]
    [TestCase("id: 7\rdata\r\r")]
    public async Task Event_BringsThePollForward(string text)
    {
        _server.Then(Answer.Off());
        using var rig = await StartAsync();
        _server.Then(Answer.On());
        var polls = rig.Clock.Polls.Count;

        Send(text);
        await rig.UntilAsync(() => rig.Clock.Polls.Count > polls);
        Assert.That(rig.Clock.Polls[^1], Is.LessThanOrEqualTo(TimeSpan.FromSeconds(1)));
        rig.Clock.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.UntilAsync(() => rig.IsOn);
    }

    [Test, Fault("S1")]
    public async Task Stream_HalfOpen_IsLeftAtTheDeadlineAndPollingGoesOn()
    {
        _server.Then(Answer.Off());
        using var rig = await StartAsync();
        _server.Then(Answer.On());

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn);
        rig.Clock.Time.Advance(Heartbeat);
        await rig.UntilAsync(() => Logged(rig, "was silent") == 1);
        await ReconnectAsync(rig, 2);

        Assert.That(_server.Streams, Has.Count.EqualTo(2));
    }

    [Test, Fault("S1")]
    public async Task Stream_KeptAliveByComments_Stays()
    {
        _server.Then(Answer.On());
        using var rig = await StartAsync();
        for (var beat = 0; beat < 5; beat++)
        {
            rig.Clock.Time.Advance(TimeSpan.FromSeconds(30));
            var beats = rig.Heartbeats;
            Send(":\n");
            await rig.UntilAsync(() => rig.Heartbeats > beats);
        }

        Assert.That(_server.Streams, Has.Count.EqualTo(1));
    }

    [Test, Fault("S2")]
    public async Task Stream_EndsCleanlyAtOnce_BacksOffAllTheSame()
    {
        _server.OnEvents = EndAtOnce;
        _server.Then(Answer.On());
        using var rig = HttpRig.Create(_server, Listen);
        for (var failures = 1; failures <= 4; failures++)
        {
            var wait = await PauseAsync(rig, failures);
            Assert.That(wait, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(Math.Pow(2, failures))));
            rig.Clock.Time.Advance(wait);
        }

        Assert.That(Logged(rig, "is down"), Is.EqualTo(1), "said once");
    }

    [TestCase("this is no field\n\n")]
    [TestCase("data\u0000: {\n:::\n")]
    [TestCase("{ \"bad\": \n\n\n\n")]
    [Fault("S3")]
    public async Task Event_Malformed_IsSkippedAndTheNextIsHeard(string text)
    {
        _server.Then(Answer.Off());
        using var rig = await StartAsync();
        _server.Then(Answer.On());
        var polls = rig.Clock.Polls.Count;

        Send(text);
        Send("\n\ndata: {\"bad\n\n");
        await rig.UntilAsync(() => rig.Clock.Polls.Count > polls);
        rig.Clock.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.UntilAsync(() => rig.IsOn);

        Assert.That(_server.Streams, Has.Count.EqualTo(1));
    }

    // There are no patches: an event brings the whole document, so one that was missed, came twice or out of order costs a poll.
    [Test, Fault("S4")]
    public async Task Event_MissedWhileAway_IsMadeUpForByAPoll()
    {
        _server.Then(Answer.Off());
        using var rig = await StartAsync();
        _events.Writer.Complete();
        await rig.UntilAsync(() => Logged(rig, "is down") == 1);
        _events = Channel.CreateUnbounded<string>();
        _server.Then(Answer.On());

        await ReconnectAsync(rig, 2);
        await rig.UntilAsync(() => rig.Clock.Polls[^1] <= TimeSpan.FromSeconds(1));
        rig.Clock.Time.Advance(TimeSpan.FromSeconds(1));

        await rig.UntilAsync(() => rig.IsOn);
    }

    [Test, Fault("S4")]
    public async Task Events_ManyAtOnce_AreOnePoll()
    {
        _server.Then(Answer.On());
        using var rig = await StartAsync();
        var requests = _server.Requests.Count;
        var beats = rig.Heartbeats;

        for (var number = 0; number < 100; number++)
        {
            Send("data: x\n\n");
        }

        await rig.UntilAsync(() => rig.Heartbeats >= beats + 200);
        var polls = rig.Clock.Polls.Count;
        rig.Clock.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.UntilAsync(() => rig.Clock.Polls.Count > polls);

        Assert.That(_server.Requests, Has.Count.EqualTo(requests + 1));
    }

    [Test, Fault("S5")]
    public async Task Stream_FailsFiveTimes_PollingOnlyUntilItIsBack()
    {
        _server.OnEvents = Answer.Status(503);
        _server.Then(Answer.Off());
        using var rig = HttpRig.Create(_server, Listen);
        for (var failures = 1; failures < 5; failures++)
        {
            rig.Clock.Time.Advance(await PauseAsync(rig, failures));
        }

        var pause = await PauseAsync(rig, 5);
        var paused = rig.Clock.Time.GetTimestamp();
        Assert.That(pause, Is.InRange(TimeSpan.FromMinutes(2.5), TimeSpan.FromMinutes(5)));
        await rig.UntilAsync(() => Logged(rig, "there is polling only") == 1);
        _server.Then(Answer.On());
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn);

        _server.OnEvents = SendEvents;
        Send(":\n");

        // Not further: fake time that runs on would use up the deadline of the real connection that begins now.
        rig.Clock.Time.Advance(pause - rig.Clock.Time.GetElapsedTime(paused));
        await rig.UntilAsync(() => Logged(rig, "is up") == 1);
    }

    [TestCase("data: "), TestCase(":"), TestCase("data: x\ndata: "), Fault("S6")]
    public async Task Line_WithoutEnd_EndsTheStream(string start)
    {
        _server.Then(Answer.On());
        using var rig = await StartAsync();

        Send(start + new string('x', 100 * 1024));
        await rig.UntilAsync(() => Logged(rig, "too long") == 1);
    }

    [Test]
    public async Task Answer_NotAStream_IsSaid()
    {
        _server.OnEvents = Answer.On();
        _server.Then(Answer.On());
        using var rig = HttpRig.Create(_server, Listen);

        await rig.UntilAsync(() => Logged(rig, "text/event-stream") == 1);
    }

    [Test]
    public async Task Dispose_WhileListening_LeavesNoTimer()
    {
        _server.Then(Answer.On());
        var gone = new TaskCompletionSource();
        _server.OnEvents = async context =>
        {
            context.RequestAborted.Register(() => gone.TrySetResult());
            await SendEvents(context);
        };
        var rig = await StartAsync();

        rig.Dispose();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static int Logged(HttpRig rig, string text) => rig.Logs.Entries.Count(entry => entry.Message.Contains(text, StringComparison.Ordinal));

    private static async Task EndAtOnce(HttpContext context)
    {
        context.Response.ContentType = ContentKind.EventStream;
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private void Listen(HttpRuleProviderOptions options)
    {
        options.UseStreaming = true;
        options.StreamUri = _server.EventsUri;
    }

    // Until the first load and the connection are over, with the poll after each of them.
    private async Task<HttpRig> StartAsync()
    {
        Send(":\n");
        var rig = await StartedAsync();
        await rig.UntilAsync(() => Logged(rig, "is up") == 1);
        while (rig.Clock.Polls[^1] <= TimeSpan.FromSeconds(1))
        {
            await rig.PollAsync();
        }

        return rig;
    }

    private Task<HttpRig> StartedAsync() => HttpRig.StartAsync(_server, Listen);

    // The pauses are the timers that are neither a deadline nor a heartbeat.
    private static async Task<TimeSpan> PauseAsync(HttpRig rig, int number)
    {
        await rig.UntilAsync(() => rig.StreamPauses.Count >= number);
        return rig.StreamPauses[number - 1];
    }


    private async Task ReconnectAsync(HttpRig rig, int streams)
    {
        rig.Clock.Time.Advance(await PauseAsync(rig, streams - 1));
        await rig.UntilAsync(() => _server.Streams.Count == streams);
    }

    private void Send(string text) => _events.Writer.TryWrite(text);

    private async Task SendEvents(HttpContext context)
    {
        var events = _events;
        context.Response.ContentType = ContentKind.EventStream;
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (var text in events.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
