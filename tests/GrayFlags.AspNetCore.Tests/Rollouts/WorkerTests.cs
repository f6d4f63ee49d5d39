using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GrayFlags.Tests.Documentation;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Rollouts;

/// <summary>The worker of the README: each of its messages is a unit of work, with ASP.NET Core and without.</summary>
public sealed class WorkerTests
{
    private const int Messages = 300;
    private const string Rules = """
        { "flags": { "orders-v2": { "rollout": {
            "stages": [ { "name": "half", "percentage": 50, "hold": "1.00:00:00" }, { "name": "all", "percentage": 100 } ],
            "guards": { "errors": { "metric": "error" } } } } } }
        """;

    [Test]
    public void Worker_IsTheOneThatPagesShow()
    {
        var shown = PageFiles.Blocks.First(block => block.IsCode && block.Text.Contains("class OrderWorker(", StringComparison.Ordinal)).Text;
        var own = File.ReadAllText(Repository.PathOf("tests/GrayFlags.AspNetCore.Tests/Rollouts/OrderWorker.cs"));

        Assert.That(Body(own), Is.EqualTo(Body(shown)));
    }

    [Test]
    public async Task Message_IsAUnitOfWork([Values("without", "with", "with-first")] string aspNetCore)
    {
        var (time, queue) = (new ManualTimeProvider(), new Queue());
        var provider = new InMemoryRuleProvider();
        provider.SetJson(Rules);
        using var host = new HostBuilder().ConfigureServices(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<ILoggerFactory>(new RecordingLoggerFactory());
            services.AddSingleton<IOrderQueue>(queue);
            services.AddHostedService<OrderWorker>();
            Add(services.AddGrayFlags().AddProvider(provider), aspNetCore);
        }).Build();
        await host.StartAsync();
        time.Advance(TimeSpan.FromSeconds(1));

        for (var index = 0; index < Messages; index++)
        {
            await queue.HandleAsync(new OrderMessage($"u{index}"));
        }

        time.Advance(TimeSpan.FromMinutes(1));
        var status = host.Services.GetRequiredService<IGrayRollouts>().GetStatus("orders-v2")!;
        await host.StopAsync();

        Assert.That(status.Canary.Failures, Is.EqualTo(queue.Failed).And.GreaterThan(0));
        Assert.That(status.Canary.Ignored, Is.EqualTo(queue.Malformed).And.GreaterThan(0));
        Assert.That(status.Control.Failures, Is.Zero);
        Assert.That(status.Canary.Calls + status.Canary.Ignored + status.Control.Calls, Is.EqualTo(Messages));
    }

    private static string Body(string text) => text.ReplaceLineEndings("\n")[text.IndexOf("sealed class", StringComparison.Ordinal)..].Trim();

    private static void Add(IGrayFlagsBuilder flags, string aspNetCore)
    {
        switch (aspNetCore)
        {
            case "without":
                flags.AddOutcomes();
                break;
            case "with":
                flags.AddAspNetCore();
                break;
            default:
                flags.AddOutcomes().AddAspNetCore();
                break;
        }
    }

    /// <summary>The new way fails for some, and finds fault with what others have sent.</summary>
    private sealed class Queue : IOrderQueue
    {
        private readonly Channel<OrderMessage> _messages = Channel.CreateUnbounded<OrderMessage>();
        private readonly SemaphoreSlim _asked = new(0);

        public int Failed { get; private set; }

        public int Malformed { get; private set; }

        /// <summary>Waits until the worker has come back for more.</summary>
        public async Task HandleAsync(OrderMessage message)
        {
            await _asked.WaitAsync();
            await _messages.Writer.WriteAsync(message);
            await _asked.WaitAsync();
            _asked.Release();
        }

        public async IAsyncEnumerable<OrderMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (true)
            {
                _asked.Release();
                yield return await _messages.Reader.ReadAsync(cancellationToken);
            }
        }

        public Task ShipAsync(OrderMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task ShipFastAsync(OrderMessage message, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (message.Customer.EndsWith('7') && Failed < 3)
            {
                Failed++;
                throw new InvalidOperationException("new");
            }

            if (message.Customer.EndsWith('3'))
            {
                Malformed++;
                throw new FormatException("sent so");
            }
        }
    }
}
