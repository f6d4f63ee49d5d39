using GrayFlags.Documents;
using GrayFlags.Tests.Snapshots;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.Tests.DependencyInjection;

internal sealed class RegistrationTests
{
    private static readonly FlagDocument OnDocument = FlagDocument.Parse("""{ "flags": { "f": true } }""");

    [Test]
    public void AddGrayFlags_Twice_AddsNothingTwice()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags().AddProvider(new InMemoryRuleProvider(OnDocument));
        var count = services.Count;

        services.AddGrayFlags();

#if NET10_0_OR_GREATER
        const int ofTheFramework = 1;
#else
        const int ofTheFramework = 2;
#endif
        Assert.That(services, Has.Count.EqualTo(count + ofTheFramework), "only ValidateOnStart's own entries, which the framework adds at each call");
    }

    [Test]
    public void AddGrayFlags_SameSectionTwice_CountsOnce()
    {
        var configuration = Configuration(("GrayFlags:Flags:f", "true"));
        var services = new ServiceCollection();
        services.AddGrayFlags(configuration.GetSection("GrayFlags"));
        services.AddGrayFlags(configuration.GetSection("GrayFlags"));
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IGrayFlagsMonitor>().Status.Providers, Has.Count.EqualTo(1));
        Assert.That(provider.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.True);
    }

    [Test]
    public void AddJsonFile_SamePathTwice_CountsOnce()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags().AddJsonFile("none.json").AddJsonFile("none.json");
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IGrayFlagsMonitor>().Status.Providers, Has.Count.EqualTo(1));
    }

    [Test]
    public void AddGrayFlags_BehindTheAppsOwnServices_KeepsThem()
    {
        var accessor = new GrayContextAccessor();
        var services = new ServiceCollection();
        services.AddSingleton<IGrayContextAccessor>(accessor);
        services.AddGrayFlags();
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IGrayContextAccessor>(), Is.SameAs(accessor));
    }

    [Test]
    public void AddContextAccessor_OfTheApp_AnswersForCallsWithoutAContext()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags().AddContextAccessor<FixedAccessor>()
            .AddProvider(new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": { "rules": { "r": { "users": ["fixed"] } } } } }""")));
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.True);
    }

    [Test]
    public void AddProvider_ByType_CanBeAskedForAndWritten()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags().AddProvider<ScriptedByContainer>();
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.True);
        Assert.That(provider.GetRequiredService<ScriptedByContainer>().Loads, Is.EqualTo(1));
    }

    [Test]
    public void Snapshot_IsScopedAndPinned()
    {
        var rules = new InMemoryRuleProvider(OnDocument);
        var services = new ServiceCollection();
        services.AddGrayFlags().AddProvider(rules);
        using var provider = services.BuildServiceProvider(validateScopes: true);
        using var scope = provider.CreateScope();
        var snapshot = scope.ServiceProvider.GetRequiredService<IGrayEvaluatorSnapshot>();

        rules.SetJson("""{ "flags": { "f": false } }""");

        Assert.That(scope.ServiceProvider.GetRequiredService<IGrayEvaluatorSnapshot>(), Is.SameAs(snapshot));
        Assert.That(snapshot.IsEnabled("f"), Is.True);
        Assert.That(provider.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.False);
        using var next = provider.CreateScope();
        Assert.That(next.ServiceProvider.GetRequiredService<IGrayEvaluatorSnapshot>().IsEnabled("f"), Is.False);
    }

    [Test]
    public async Task Host_InvalidDocument_DoesNotStart()
    {
        using var host = Host(builder => builder.AddProvider(new ScriptedProvider().ThenJson("""{ "flags": { "f": 1 } }""")));

        Assert.ThrowsAsync<GrayDocumentException>(() => host.StartAsync());
        await host.StopAsync();
    }

    [Test]
    public async Task Host_AsyncProviderWithInvalidDocument_DoesNotStart()
    {
        var slow = new TaskCompletionSource<LoadResult>();
        using var host = Host(builder => builder.AddProvider(new ScriptedProvider().Then(() => new ValueTask<LoadResult>(slow.Task))));

        var start = host.StartAsync();
        slow.SetResult(ScriptedProvider.Json("""{ "flags": { "f": 1 } }"""));

        Assert.ThrowsAsync<GrayDocumentException>(() => start);
        await host.StopAsync();
    }

    [Test]
    public async Task Host_ProviderThatNeverAnswers_StartsAfterTheTimeout()
    {
        var never = new TaskCompletionSource<LoadResult>();
        using var host = Host(
            builder => builder.AddProvider(new ScriptedProvider().Then(() => new ValueTask<LoadResult>(never.Task))),
            options => options.StartupTimeout = TimeSpan.Zero);

        await host.StartAsync();

        Assert.That(host.Services.GetRequiredService<IGrayEvaluator>().Evaluate("f").Error, Is.EqualTo(DecisionError.NotReady));
        await host.StopAsync();
    }

    [TestCase("-00:00:01")]
    [TestCase("00:10:01")]
    public void Host_BadOption_NamesIt(string timeout)
    {
        using var host = Host(_ => { }, options => options.StartupTimeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture));

        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(exception!.Message, Does.Contain(nameof(GrayFlagsOptions.StartupTimeout)));
    }

    [Test]
    public void Evaluator_AskedInTheConstructorOfAnotherSingleton_HasItsRules()
    {
        var services = new ServiceCollection();
        services.AddSingleton<AsksInConstructor>();
        services.AddGrayFlags().AddProvider(new InMemoryRuleProvider(OnDocument));
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<AsksInConstructor>().WasOn, Is.True);
    }

    [Test]
    public void FromJson_BadText_Throws() => Assert.Throws<GrayDocumentException>(() => GrayEvaluator.FromJson("{"));

    private static IHost Host(Action<IGrayFlagsBuilder> configure, Action<GrayFlagsOptions>? options = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services.AddGrayFlags(options));
        return builder.Build();
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build();

    private sealed class FixedAccessor : IGrayContextAccessor
    {
        public GrayContext Context { get; } = new("fixed");
    }

    private sealed class AsksInConstructor(IGrayEvaluator evaluator)
    {
        public bool WasOn { get; } = evaluator.IsEnabled("f");
    }

    private sealed class ScriptedByContainer : IRuleProvider
    {
        public string Name => "own";

        public int Loads { get; private set; }

        public ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken)
        {
            Loads++;
            return new(LoadResult.Loaded(OnDocument));
        }

        public IDisposable Watch(Action changed) => new MemoryStream();
    }
}
