using System.Threading.Channels;
using GrayFlags.Providers.Http;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Streams that say too much, or end too soon: neither loads nor connections come more often than once a second.</summary>
[Fault("R11")]
internal sealed class HttpEventFloodTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private Channel<string> _events = null!;
    private FaultServer _server = null!;
    private int _lines;

    [SetUp]
    public async Task SetUp()
    {
        _events = Channel.CreateUnbounded<string>();
        _lines = 0;
        _server = await FaultServer.StartAsync();
        _server.OnEvents = SendEvents;
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task Events_WithoutEnd_AreOnePollASecond()
    {
        _server.Then(Answer.On());
        using var rig = await StartAsync();
        var requests = _server.Requests.Count;

        for (var step = 0; step < 20; step++)
        {
            await HearAsync(rig, events: 10);
            rig.Clock.Time.Advance(Step);
            await rig.UntilAsync(() => !rig.Clock.IsPolling);
        }

        Assert.That(_server.Requests, Has.Count.EqualTo(requests + 5), "in five seconds");
    }

    [Test]
    public async Task Events_WhileTheServerWantsToBeLeftAlone_AreNotHeard()
    {
        _server.Then(Answer.On());
        using var rig = await StartAsync();
        _server.Then(Answer.Status(503, retryAfter: "120"));
        await rig.PollAsync();
        var requests = _server.Requests.Count;
        _server.Then(Answer.On());

        // The stream lives through it: its heartbeats come on.
        for (var step = 0; step < 4; step++)
        {
            await HearAsync(rig, events: 10);
            rig.Clock.Time.Advance(TimeSpan.FromSeconds(29));
        }

        Assert.That(_server.Requests, Has.Count.EqualTo(requests), "116 seconds of the 120");
        Assert.That(_server.Streams, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Stream_ClosesAtOnce_NeitherConnectsNorLoadsTwiceASecond()
    {
        _server.OnEvents = context =>
        {
            context.Response.ContentType = ContentKind.EventStream;
            return context.Response.WriteAsync("data: x\n\n", context.RequestAborted);
        };
        _server.Then(Answer.On());
        using var rig = HttpRig.Create(_server, options =>
        {
            Listen(options);
            options.BackoffMin = TimeSpan.FromMilliseconds(100);
        });
        var started = rig.Clock.Time.GetTimestamp();
        for (var failures = 1; failures <= 4; failures++)
        {
            await rig.UntilAsync(() => rig.StreamPauses.Count >= failures && !rig.Clock.IsPolling);
            Assert.That(rig.StreamPauses[failures - 1], Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
            rig.Clock.Time.Advance(rig.StreamPauses[failures - 1]);
            await rig.UntilAsync(() => !rig.Clock.IsPolling);
        }

        var seconds = (int)rig.Clock.Time.GetElapsedTime(started).TotalSeconds;
        Assert.That(_server.Requests.Count, Is.LessThanOrEqualTo(seconds + 1));
    }

    private void Listen(HttpRuleProviderOptions options)
    {
        options.UseStreaming = true;
        options.StreamUri = _server.EventsUri;
    }

    private async Task<HttpRig> StartAsync()
    {
        Send(":\n");
        var rig = await HttpRig.StartAsync(_server, Listen);
        await rig.UntilAsync(() => rig.Heartbeats >= _lines + 1 && !rig.Clock.IsPolling);
        while (rig.Clock.Polls[^1] <= TimeSpan.FromSeconds(1))
        {
            await rig.PollAsync();
        }

        return rig;
    }

    // Each line that is read moves the heartbeat's deadline, once more than the connection did.
    private async Task HearAsync(HttpRig rig, int events)
    {
        for (var number = 0; number < events; number++)
        {
            Send("data: x\n\n");
        }

        await rig.UntilAsync(() => rig.Heartbeats >= _lines + 1);
    }


    private void Send(string text)
    {
        _lines += text.Count(character => character == '\n');
        _events.Writer.TryWrite(text);
    }

    private async Task SendEvents(HttpContext context)
    {
        context.Response.ContentType = ContentKind.EventStream;
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (var text in _events.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
