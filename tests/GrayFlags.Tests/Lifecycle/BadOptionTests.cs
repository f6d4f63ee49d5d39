using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Options that are not good end the start of the host, with the option's name.</summary>
[Fault("L6")]
internal sealed class BadOptionTests
{
    private static readonly DocumentLimits[] BadLimits =
    [
        new() { MaxBytes = 0 }, new() { MaxDepth = 0 }, new() { MaxFlags = 0 }, new() { MaxSegments = 0 }, new() { MaxListEntries = 0 },
        new() { MaxTextLength = -1 },
        new() { MaxPatterns = 0 }, new() { MaxEvaluationCost = 0 },
    ];

    public static IEnumerable<TestCaseData> OfGrayFlags()
    {
        yield return Bad(nameof(GrayFlagsOptions.StartupTimeout), options => options.StartupTimeout = TimeSpan.FromTicks(-1));
        yield return Bad(nameof(GrayFlagsOptions.StartupTimeout), options => options.StartupTimeout = Timeout.InfiniteTimeSpan);
        yield return Bad(nameof(GrayFlagsOptions.StartupTimeout), options => options.StartupTimeout = TimeSpan.MaxValue);
        yield return Bad(nameof(GrayFlagsOptions.KeptVersions), options => options.KeptVersions = 0);
        yield return Bad(nameof(GrayFlagsOptions.KeptVersions), options => options.KeptVersions = 101);
        yield return Bad(nameof(GrayFlagsOptions.ShrinkGuardReads), options => options.ShrinkGuardReads = 1);
        yield return Bad(nameof(GrayFlagsOptions.ShrinkGuardReads), options => options.ShrinkGuardReads = 101);
        yield return Bad(nameof(GrayFlagsOptions.StateDirectory), options => options.StateDirectory = "/state\0");
        yield return Bad(nameof(GrayFlagsOptions.EnvironmentName), options => options.EnvironmentName = "");
        yield return Bad(nameof(GrayFlagsOptions.InstanceName), options => options.InstanceName = "");
        yield return Bad(nameof(GrayFlagsOptions.ShadowConcurrency), options => options.ShadowConcurrency = 0);
        yield return Bad(nameof(GrayFlagsOptions.ShadowConcurrency), options => options.ShadowConcurrency = 1001);
        yield return Bad(nameof(GrayFlagsOptions.ShadowCapacity), options => options.ShadowCapacity = 0);
        yield return Bad(nameof(GrayFlagsOptions.ShadowCapacity), options => options.ShadowCapacity = 100_001);
        yield return Bad(nameof(GrayFlagsOptions.ShadowTimeout), options => options.ShadowTimeout = TimeSpan.Zero);
        yield return Bad(nameof(GrayFlagsOptions.ShadowTimeout), options => options.ShadowTimeout = TimeSpan.FromMinutes(11));
        yield return Bad(nameof(GrayFlagsOptions.Limits), options => options.Limits = null!);
        foreach (var limits in BadLimits)
        {
            yield return Bad(nameof(GrayFlagsOptions.Limits), options => options.Limits = limits);
        }

        static TestCaseData Bad(string name, Action<GrayFlagsOptions> spoil) => new(name, spoil);
    }

    [TestCaseSource(nameof(OfGrayFlags))]
    public void Host_BadOption_NamesIt(string name, Action<GrayFlagsOptions> spoil)
    {
        using var host = Host(services => services.AddGrayFlags(spoil));

        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())!;

        Assert.That(exception.Message, Does.Contain(name));
    }

    public static IEnumerable<TestCaseData> OfJsonFile()
    {
        yield return Bad(nameof(JsonFileRuleProviderOptions.Path), options => options.Path = "relative.json");
        yield return Bad(nameof(JsonFileRuleProviderOptions.PollInterval), options => options.PollInterval = TimeSpan.Zero);
        yield return Bad(nameof(JsonFileRuleProviderOptions.PollInterval), options => options.PollInterval = TimeSpan.FromDays(2));
        yield return Bad(nameof(JsonFileRuleProviderOptions.Debounce), options => options.Debounce = TimeSpan.FromTicks(-1));
        yield return Bad(nameof(JsonFileRuleProviderOptions.Debounce), options => options.Debounce = TimeSpan.FromHours(1));
        yield return Bad(nameof(JsonFileRuleProviderOptions.Limits), options => options.Limits = null!);
        foreach (var limits in BadLimits)
        {
            yield return Bad(nameof(JsonFileRuleProviderOptions.Limits), options => options.Limits = limits);
        }

        static TestCaseData Bad(string name, Action<JsonFileRuleProviderOptions> spoil) => new(name, spoil);
    }

    [TestCaseSource(nameof(OfJsonFile))]
    public void Host_BadOptionOfAJsonFile_NamesIt(string name, Action<JsonFileRuleProviderOptions> spoil)
    {
        using var folder = new TempFolder();
        using var host = Host(services => services.AddGrayFlags().AddJsonFile(folder["flags.json"], spoil));

        Assert.That(() => host.StartAsync(), Throws.TypeOf<OptionsValidationException>().With.Message.Contains(name + ":"));
    }

    public static IEnumerable<TestCaseData> OfHttp()
    {
        yield return Bad(nameof(HttpRuleProviderOptions.Uri), options => options.Uri = new Uri("https://user:word@flags.example/"));
        yield return Bad(nameof(HttpRuleProviderOptions.PollInterval), options => options.PollInterval = TimeSpan.Zero);
        yield return Bad(nameof(HttpRuleProviderOptions.PollInterval), options => options.PollInterval = TimeSpan.FromSeconds(-30));
        yield return Bad(nameof(HttpRuleProviderOptions.Timeout), options => options.Timeout = TimeSpan.Zero);
        yield return Bad(nameof(HttpRuleProviderOptions.BackoffMax), options => options.BackoffMax = TimeSpan.Zero);
        foreach (var limits in BadLimits)
        {
            yield return Bad(nameof(HttpRuleProviderOptions.Limits), options => options.Limits = limits);
        }

        static TestCaseData Bad(string name, Action<HttpRuleProviderOptions> spoil) => new(name, spoil);
    }

    [TestCaseSource(nameof(OfHttp))]
    public void Host_BadOptionOfHttp_NamesIt(string name, Action<HttpRuleProviderOptions> spoil)
    {
        using var host = Host(services => services.AddGrayFlags().AddHttp(new Uri("https://flags.example/flags.json"), spoil));

        Assert.That(
            () => host.StartAsync(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(name + ":").And.Message.Not.Contains("user:word"));
    }

    [Test]
    public async Task Host_OptionsAtTheirEdges_Starts()
    {
        using var host = Host(services => services.AddGrayFlags(options =>
        {
            options.StartupTimeout = TimeSpan.Zero;
            options.KeptVersions = 1;
            options.ShrinkGuardReads = 2;
            options.ShadowConcurrency = 1000;
            options.ShadowCapacity = 100_000;
            options.ShadowTimeout = TimeSpan.FromMinutes(10);
            options.StateDirectory = "";
        }));

        await host.StartAsync();

        Assert.That(host.Services.GetRequiredService<IGrayFlagsMonitor>().Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        await host.StopAsync();
    }

    private static IHost Host(Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services);
        return builder.Build();
    }
}
