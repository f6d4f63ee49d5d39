using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Who asks first, and in which order the host starts and stops, makes no difference.</summary>
[Fault("L5")]
internal sealed class HostOrderTests
{
    private const string On = """{ "flags": { "f": true } }""";

    [TestCase(true, true), TestCase(true, false), TestCase(false, true), TestCase(false, false)]
    public async Task Host_OtherServiceAsksInItsConstructorAndAtItsStart_HasTheRules(bool isFirst, bool isConcurrent)
    {
        using var host = Host(new InMemoryRuleProvider(FlagDocument.Parse(On)), isFirst, isConcurrent);
        await host.StartAsync();

        var asking = host.Services.GetServices<IHostedService>().OfType<AskingService>().Single();
        Assert.That(asking.Answers, Is.EqualTo(new[] { true, true }));

        await host.StopAsync();
        Assert.That(asking.Answers, Is.EqualTo(new[] { true, true, true }));
    }

    [Test]
    public async Task Host_SlowProviderAndServiceThatAsksBeforeGrayFlagsStarts_IsOffThenOn()
    {
        var slow = new TaskCompletionSource<LoadResult>();
        using var host = Host(new ScriptedProvider().Then(() => new ValueTask<LoadResult>(slow.Task)), isFirst: true, isConcurrent: false);

        var start = host.StartAsync();
        slow.SetResult(ScriptedProvider.Json(On));
        await start;

        Assert.That(host.Services.GetServices<IHostedService>().OfType<AskingService>().Single().Answers[0], Is.False, "asked before there were rules");
        Assert.That(host.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.True);
        await host.StopAsync();
    }

    [Test]
    public async Task Host_StoppedTwice_KeepsAnswering()
    {
        using var host = Host(new InMemoryRuleProvider(FlagDocument.Parse(On)), isFirst: true, isConcurrent: false);

        await host.StartAsync();
        await host.StopAsync();
        await host.StopAsync();

        Assert.That(host.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.True);
    }

    [Test]
    public async Task Host_StoppedWithoutAStart_Answers()
    {
        using var host = Host(new InMemoryRuleProvider(FlagDocument.Parse(On)), isFirst: true, isConcurrent: false);

        await host.StopAsync();

        Assert.That(host.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.True);
    }

    [Test]
    public async Task HostedServices_StartedTwiceAndStoppedInAnyOrder_KeepFollowing()
    {
        var rules = new InMemoryRuleProvider(FlagDocument.Parse(On));
        using var host = Host(rules, isFirst: true, isConcurrent: false);
        var services = host.Services.GetServices<IHostedService>().ToList();
        foreach (var service in services.Concat(services.AsEnumerable().Reverse()))
        {
            await service.StartAsync(CancellationToken.None);
            await service.StopAsync(CancellationToken.None);
        }

        rules.SetJson("""{ "flags": { "f": false } }""");

        Assert.That(host.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.False);
    }

    [Test]
    public async Task Host_Disposed_EvaluatorKeepsAnswering()
    {
        var rules = new InMemoryRuleProvider(FlagDocument.Parse(On));
        var host = Host(rules, isFirst: false, isConcurrent: false);
        await host.StartAsync();
        var evaluator = host.Services.GetRequiredService<IGrayEvaluator>();

        host.Dispose();
        rules.SetJson("""{ "flags": { "f": false } }""");

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.CreateSnapshot().IsEnabled("f"), Is.True);
    }

    [Test]
    public void Container_WithoutAHost_LoadsWhenAsked()
    {
        var provider = new ScriptedProvider().ThenJson(On);
        var services = new ServiceCollection();
        services.AddGrayFlags().AddProvider(provider);
        using var container = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Assert.That(provider.Loads, Is.Zero);

        using var scope = container.CreateScope();

        Assert.That(scope.ServiceProvider.GetRequiredService<IGrayEvaluatorSnapshot>().IsEnabled("f"), Is.True);
        Assert.That(provider.Loads, Is.EqualTo(1));
    }

    private static IHost Host(IRuleProvider rules, bool isFirst, bool isConcurrent)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = options.ServicesStopConcurrently = isConcurrent);
        if (isFirst)
        {
            builder.Services.AddHostedService<AskingService>();
        }

        builder.Services.AddGrayFlags().AddProvider(rules);
        if (!isFirst)
        {
            builder.Services.AddHostedService<AskingService>();
        }

        return builder.Build();
    }

    private sealed class AskingService : IHostedService
    {
        private readonly IGrayEvaluator _evaluator;

        public AskingService(IGrayEvaluator evaluator)
        {
            _evaluator = evaluator;
            Ask();
        }

        public List<bool> Answers { get; } = [];

        public Task StartAsync(CancellationToken cancellationToken) => Ask();

        public Task StopAsync(CancellationToken cancellationToken) => Ask();

        private Task Ask()
        {
            Answers.Add(_evaluator.IsEnabled("f"));
            return Task.CompletedTask;
        }
    }
}
