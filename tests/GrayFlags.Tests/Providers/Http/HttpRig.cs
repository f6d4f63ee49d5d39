using System.Runtime.CompilerServices;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>An evaluator that reads from a server, on a clock that the test moves.</summary>
internal sealed class HttpRig : IDisposable
{
    // The defaults.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);

    private readonly Pulse _pulse;

    private HttpRig(Uri uri, Pulse pulse, Action<HttpRuleProviderOptions>? configure)
    {
        _pulse = pulse;
        Clock = new PollClock(pulse);
        Evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<ILoggerFactory>(Logs);
            // The first answer may be there before the evaluator is: a bad one is what some tests want to see.
            builder.Services.AddGrayFlags(options => options.StartEmptyOnInvalidDocument = true);
            builder.AddHttp(uri, configure);
        });
        Evaluator.OnChange(_ => pulse.Beat());
    }

    public PollClock Clock { get; }

    /// <summary>How often the deadline of a heartbeat was set.</summary>
    public int Heartbeats => Clock.Others.Count(wait => wait == Heartbeat);

    /// <summary>The waits of the stream between its connections: all that are no deadline of a request, of a heartbeat, or of the start.</summary>
    public IReadOnlyList<TimeSpan> StreamPauses => [.. Clock.Others.Where(wait => wait != Heartbeat && wait != RequestTimeout && wait != StartTimeout)];

    public RecordingLoggerFactory Logs { get; } = new();

    public GrayEvaluator Evaluator { get; }

    public GrayFlagsStatus Status => Evaluator.Status;

    public ProviderStatus Provider => Evaluator.Status.Providers[0];

    // Between being taken and being live.
    private bool IsCompiling => Provider.Reason == "it is being compiled";

    public bool IsOn => Evaluator.IsEnabled("f");

    /// <summary>Starts without waiting for anything.</summary>
    public static HttpRig Create(FaultServer server, Action<HttpRuleProviderOptions>? configure = null) => new(server.Uri, server.Pulse, configure);

    public static HttpRig Create(Uri uri, Action<HttpRuleProviderOptions>? configure = null) => new(uri, new Pulse(), configure);

    /// <summary>Starts and waits until the first load is taken.</summary>
    public static Task<HttpRig> StartAsync(FaultServer server, Action<HttpRuleProviderOptions>? configure = null) => FirstLoadAsync(Create(server, configure));

    public static Task<HttpRig> StartAsync(Uri uri, Action<HttpRuleProviderOptions>? configure = null) => FirstLoadAsync(Create(uri, configure));

    public async Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        try
        {
            await _pulse.UntilAsync(condition, text);
        }
        catch (TimeoutException exception)
        {
            var log = string.Join("\n  ", Logs.Entries.Select(entry => entry.Message));
            throw new TimeoutException(
                $"{exception.Message}\nPolls: {string.Join(", ", Clock.Polls)}; polling: {Clock.IsPolling}; "
                    + $"other waits: {string.Join(", ", Clock.Others)}\n  {log}",
                exception);
        }
    }

    /// <summary>Lets the time until the next poll pass, and waits until that poll has ended.</summary>
    /// <returns>The wait until the poll after it.</returns>
    public async Task<TimeSpan> PollAsync()
    {
        await UntilAsync(() => !Clock.IsPolling && !IsCompiling);
        var polls = Clock.Polls.Count;
        Clock.Time.Advance(Clock.UntilPoll);
        await UntilAsync(() => Clock.Polls.Count > polls);
        return Clock.Polls[^1];
    }

    /// <summary>Polls twice: what the first brought is taken for sure when the second begins.</summary>
    public async Task SettleAsync()
    {
        await PollAsync();
        await PollAsync();
        await UntilAsync(() => !IsCompiling);
    }

    public void Dispose() => Evaluator.Dispose();

    private static async Task<HttpRig> FirstLoadAsync(HttpRig rig)
    {
        await rig.UntilAsync(() => rig.Clock.Polls.Count > 0 && rig.Provider.State != ProviderState.Loading && !rig.IsCompiling);
        return rig;
    }
}
