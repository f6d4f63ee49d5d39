using System.Text.Json;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Health;

public sealed class HealthCheckTests
{
    private const string Canary = "S3CR3T-canary";

    [Test]
    public async Task GoodRules_AreHealthy()
    {
        await using var site = await StartAsync("""{ "version": 7, "flags": { "a": true } }""");
        var report = await CheckAsync(site);

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(report.Data["version"], Does.StartWith("7"));
        Assert.That((report.Data["flags"], report.Data["problems"], report.Data["isStale"]), Is.EqualTo((1, 0, false)));
        Assert.That(report.Data["ageSeconds"], Is.InstanceOf<long>());
        Assert.That(await site.GetAsync("/health"), Is.EqualTo("200 Healthy"));
    }

    [Test]
    [Fault("X11")]
    public async Task RefusedDocument_IsDegradedAndNotShown()
    {
        await using var site = await StartAsync("""{ "flags": { "a": true } }""");
        site.Rules.TrySetJson($$"""{ "flags": { "{{Canary}}": { "rules": { "{{Canary}}": { "users": "{{Canary}}", "{{Canary}}": 1 } } } } }""");
        var report = await CheckAsync(site);

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(report.Data["problems"], Is.EqualTo(1));
        Assert.That(JsonSerializer.Serialize(report.Data) + report.Description + report.Exception, Does.Not.Contain(Canary));
        Assert.That(await site.GetAsync("/health"), Is.EqualTo("200 Degraded"));
    }

    [Test]
    public async Task SectionWithoutContent_IsDegradedBesideAGoodSource()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGrayFlags(new ConfigurationBuilder().Build().GetSection("GreyFlags"))
            .AddProvider(new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "a": true } }""")));
        services.AddHealthChecks().AddGrayFlags();
        await using var provider = services.BuildServiceProvider();

        var report = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["grayflags"];

        Assert.That(report.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(report.Description, Is.EqualTo("A source of flags has no content; the status and the log say which."));
        Assert.That(report.Data["providersNotGood"], Is.EqualTo(1));
    }

    [TestCase(null, HealthStatus.Unhealthy)]
    [TestCase(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task NoRules_AreWhatTheAppSays(HealthStatus? asked, HealthStatus expected)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGrayFlags().AddProvider(new Absent());
        services.AddHealthChecks().AddGrayFlags(failureStatus: asked);
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(report.Status, Is.EqualTo(expected));
        Assert.That(JsonSerializer.Serialize(report.Entries["grayflags"].Data) + report.Entries["grayflags"].Description, Does.Not.Contain(Canary));
    }

    [Test]
    public async Task SilentSource_IsDegraded()
    {
        var now = DateTimeOffset.UnixEpoch;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IGrayFlagsMonitor>(new FixedMonitor(new GrayFlagsStatus
        {
            State = GrayFlagsState.Ready,
            AsOf = now.AddHours(1),
            Providers = [new ProviderStatus { Name = Canary, State = ProviderState.Current, LoadedAt = now, MaxSilence = TimeSpan.FromMinutes(12) }],
        }));
        services.AddHealthChecks().AddGrayFlags("rules", tags: ["ready"]);
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));

        Assert.That(report.Entries["rules"].Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(report.Entries["rules"].Data["isStale"], Is.True);
    }

    [TestCase(true, HealthStatus.Degraded)]
    [TestCase(false, HealthStatus.Healthy)]
    public async Task StoreOfRolloutsAway_IsDegraded(bool isCutOff, HealthStatus expected)
    {
        var entry = await CheckAsync(new FixedRollouts(new RolloutFleetStatus { IsCutOff = isCutOff, Nodes = 3 }));

        Assert.That((entry.Status, entry.Data["isCutOff"], entry.Data["fleetNodes"]), Is.EqualTo((expected, (object)isCutOff, (object)3)));
    }

    [Test]
    public async Task RecordOfARolloutDamaged_IsDegraded_AndSaysNothingOfIt()
    {
        var entry = await CheckAsync(new FixedRollouts(new RolloutFleetStatus(), "the record of secret"));

        Assert.That((entry.Status, entry.Data["damagedRollouts"]), Is.EqualTo((HealthStatus.Degraded, (object)1)));
        Assert.That(entry.Description, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task StageOfARolloutNeverRead_IsDegraded()
    {
        var entry = await CheckAsync(new FixedRollouts(new RolloutFleetStatus(), waits: RolloutWaitReason.Lost));

        Assert.That((entry.Status, entry.Data["unknownRollouts"]), Is.EqualTo((HealthStatus.Degraded, (object)1)));
    }

    private static Task<TestSite> StartAsync(string rules) =>
        TestSite.StartAsync(rules, app => app.MapHealthChecks("/health"), services: services => services.AddHealthChecks().AddGrayFlags());

    private static async Task<HealthReportEntry> CheckAsync(FixedRollouts rollouts)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IGrayFlagsMonitor>(new FixedMonitor(new GrayFlagsStatus { State = GrayFlagsState.Ready, AsOf = DateTimeOffset.UnixEpoch }));
        services.AddSingleton<IGrayRollouts>(rollouts);
        services.AddHealthChecks().AddGrayFlags();
        await using var provider = services.BuildServiceProvider();

        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["grayflags"];
    }

    private static async Task<HealthReportEntry> CheckAsync(TestSite site) =>
        (await site.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["grayflags"];

    private sealed class Absent : IRuleProvider
    {
        public string Name => Canary;

        public ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken) => throw new IOException(Canary);

        public IDisposable Watch(Action changed) => new MemoryStream();
    }

    private sealed class FixedMonitor(GrayFlagsStatus status) : IGrayFlagsMonitor
    {
        public GrayFlagsStatus Status => status;

        public IReadOnlyList<FlagSummary> GetFlags() => [];

        public IDisposable OnChange(Action<GrayFlagsStatus> handler) => new MemoryStream();

        public string FingerprintOf(FlagSelection flags) => "none";

        public Task<string> WaitForChangeAsync(FlagSelection flags, string fingerprint, CancellationToken cancellationToken = default) =>
            Task.FromResult("none");

        public Task<bool> WaitForReadyAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => Task.FromResult(true);
    }
}
