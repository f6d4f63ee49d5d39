using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Servers that are away, refuse, or answer slowly.</summary>
internal sealed class HttpPollingTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private FaultServer _server = null!;

    [SetUp]
    public async Task SetUp() => _server = await FaultServer.StartAsync();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task Document_Changes_AreAppliedWithinAPoll()
    {
        _server.Then(Answer.Off(), Answer.On());
        using var rig = await HttpRig.StartAsync(_server);
        Assert.That(rig.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(rig.Clock.Polls[0], Is.InRange(TimeSpan.Zero, Interval), "the first is anything up to a whole interval");

        var wait = await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn);

        Assert.That(wait, Is.InRange(Interval * 0.8, Interval * 1.2));
        Assert.That(_server.Requests[0].Headers["Accept-Encoding"], Is.EqualTo("gzip, br"));
    }

    [Test, Fault("H1")]
    public async Task Connection_Refused_BacksOffAndNeverThrows()
    {
        var uri = new Uri($"http://127.0.0.1:{FreePort()}/flags.json");
        using var rig = await HttpRig.StartAsync(uri);

        Assert.That(rig.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        Assert.That(rig.Provider.Reason, Does.Contain("no connection"));
        for (var failures = 1; failures <= 12; failures++)
        {
            var longest = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures), 300));
            Assert.That(rig.Clock.Polls[^1], Is.InRange(TimeSpan.FromSeconds(1), longest), $"after {failures} failures");
            await rig.PollAsync();
        }

        Assert.That(rig.Logs.Entries.Count(entry => entry.Message.Contains("no connection", StringComparison.Ordinal)), Is.EqualTo(1), "said once");
    }

    [Test, Fault("H1")]
    public async Task Server_GoesAway_LastGoodServesOn()
    {
        _server.Then(Answer.On());
        using var rig = await HttpRig.StartAsync(_server);

        await _server.StopAsync();
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Degraded);

        Assert.That(rig.IsOn, Is.True);
    }

    [Test, Fault("H1")]
    public async Task Name_CannotBeResolved_SaysSo()
    {
        using var rig = await HttpRig.StartAsync(new Uri("https://grayflags.invalid/flags.json"));

        Assert.That(rig.Provider.Reason, Does.Contain("cannot be resolved").Or.Contain("no connection"));
    }

    [Test, Fault("H1")]
    public async Task Server_NeverAnswers_DeadlineEndsIt()
    {
        using var blackhole = new TcpListener(IPAddress.Loopback, 0);
        blackhole.Start();
        using var rig = HttpRig.Create(new Uri($"http://{blackhole.LocalEndpoint}/flags.json"));
        using var accepted = await blackhole.AcceptTcpClientAsync();

        rig.Clock.Time.Advance(TimeSpan.FromSeconds(10));
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Unavailable);

        Assert.That(rig.Provider.Reason, Is.EqualTo("there was no complete answer within 00:00:10"));
    }

    [TestCase(500), TestCase(502), TestCase(503), TestCase(429), Fault("H2")]
    public async Task Status_Passing_BacksOffAndRecovers(int status)
    {
        _server.Then(Answer.Off(), Answer.Status(status), Answer.Status(status), Answer.Status(status), Answer.On());
        using var rig = await HttpRig.StartAsync(_server);

        for (var failures = 1; failures <= 3; failures++)
        {
            Assert.That(await rig.PollAsync(), Is.InRange(TimeSpan.FromSeconds(1), Interval * Math.Pow(2, failures - 1)));
        }

        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Degraded);
        Assert.That(rig.Provider.Reason, Does.StartWith($"status {status}"));
        Assert.That(await rig.PollAsync(), Is.InRange(TimeSpan.Zero, Interval));
        await rig.UntilAsync(() => rig.IsOn && rig.Status.State == GrayFlagsState.Ready);
    }

    // The wait is spread by the jitter of 20 %, never shortened. "+600" is a date that far from the server's own.
    [TestCase("120", 120, 144)]
    [TestCase("+600", 599, 720)]
    [TestCase("7200", 3600, 4320, TestName = "RetryAfter_Long_CappedAtAnHour")]
    [TestCase("+7200", 3600, 4320, TestName = "RetryAfter_LateDate_CappedAtAnHour")]
    [TestCase("0", 1, 2)]
    [TestCase("-60", 1, 2)]
    [TestCase("+-600", 1, 2)]
    [TestCase("soon", 1, 2)]
    [TestCase("2147483647", 1, 2)]
    [TestCase("99999999999999999999", 1, 2)]
    [Fault("H2")]
    public async Task RetryAfter(string value, double min, double max)
    {
        var header = value.StartsWith('+')
            ? DateTimeOffset.UtcNow.AddSeconds(int.Parse(value.AsSpan(1), CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture)
            : value;
        _server.Then(Answer.Status(503, header));

        using var rig = await HttpRig.StartAsync(_server);

        Assert.That(rig.Clock.Polls[0].TotalSeconds, Is.InRange(min, max));
    }

    [TestCase(401), TestCase(403), TestCase(404), TestCase(410), Fault("H3")]
    public async Task Status_Refusing_IsNeverFinal(int status)
    {
        _server.Then(Answer.Off());
        _server.Then([.. Enumerable.Repeat(Answer.Status(status), 10)]).Then(Answer.On());
        using var rig = await HttpRig.StartAsync(_server);

        for (var failures = 1; failures <= 10; failures++)
        {
            Assert.That(await rig.PollAsync(), Is.InRange(Interval, LongestWait), "slowly, but on and on");
        }

        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Degraded);
        Assert.That(rig.Provider.Reason, Does.StartWith($"status {status}"));
        Assert.That(rig.IsOn, Is.False);
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn && rig.Status.State == GrayFlagsState.Ready);
    }

    [Test, Fault("H8")]
    public async Task Body_Drips_DeadlineCoversIt()
    {
        _server.Then(Answer.On(), Answer.Stall("""{ "flags": """));
        using var rig = await HttpRig.StartAsync(_server);

        rig.Clock.Time.Advance(rig.Clock.Polls[^1]);
        await rig.UntilAsync(() => _server.Requests.Count == 2);
        rig.Clock.Time.Advance(TimeSpan.FromSeconds(10));
        await rig.UntilAsync(() => rig.Provider.State == ProviderState.Unavailable);

        Assert.That(rig.Provider.Reason, Does.Contain("no complete answer within"));
        Assert.That(rig.IsOn, Is.True);
    }

    [Test, Fault("H10")]
    public async Task Poll_LongerThanTheInterval_OneInFlight()
    {
        var held = new TaskCompletionSource();
        _server.Then(Answer.Off(), Answer.Held(held, Answer.On()), Answer.On());
        using var rig = await HttpRig.StartAsync(_server, options => options.Timeout = TimeSpan.FromMinutes(10));
        rig.Clock.Time.Advance(rig.Clock.Polls[^1]);
        await rig.UntilAsync(() => _server.Requests.Count == 2);

        rig.Clock.Time.Advance(Interval * 3);
        Assert.That(rig.Clock.Polls, Has.Count.EqualTo(1), "the next poll is not yet set");
        held.SetResult();
        await rig.UntilAsync(() => rig.IsOn && rig.Clock.Polls.Count == 2);
        await rig.SettleAsync();

        Assert.That(_server.Requests, Has.Count.EqualTo(4), "nothing has piled up");
        Assert.That(_server.MostInFlight, Is.EqualTo(1));
    }

    [Test, Fault("M1")]
    public async Task WallClock_Jumps_NoBurstAndNoSilence()
    {
        _server.Then(Answer.Off(), Answer.Off(), Answer.Off(), Answer.On());
        using var rig = await HttpRig.StartAsync(_server);

        rig.Clock.Time.SetUtc(rig.Clock.GetUtcNow().AddDays(1));
        rig.Clock.Time.Advance(TimeSpan.Zero);
        await rig.PollAsync();
        rig.Clock.Time.SetUtc(rig.Clock.GetUtcNow().AddDays(-10));
        rig.Clock.Time.Advance(TimeSpan.Zero);
        await rig.PollAsync();

        Assert.That(_server.Requests, Has.Count.EqualTo(3), "the start, and one for each interval that passed");
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.IsOn);
    }

    [Test, Fault("M5")]
    public async Task Machine_SleepsForHours_OnePollAtOnce()
    {
        _server.Then(Answer.Off(), Answer.On());
        using var rig = await HttpRig.StartAsync(_server);

        rig.Clock.Time.Suspend(TimeSpan.FromHours(8));
        await rig.UntilAsync(() => rig.IsOn && rig.Clock.Polls.Count == 2);
        rig.Clock.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.That(_server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Dispose_LeavesNoTimer()
    {
        _server.Then(Answer.On());
        var rig = await HttpRig.StartAsync(_server);

        rig.Dispose();

        Assert.That(rig.Clock.Time.ArmedTimers, Is.Zero);
        Assert.That(rig.IsOn, Is.True);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
