using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>Configurations inside configurations, as every generic host builds them: what stands there means what it means outside.</summary>
[Fault("R3")]
internal sealed class ChainedConfigurationTests
{
    private const string NobodyTests = """{ "flags": { "f": { "rules": { "testers": { "users": [] } } } } }""";

    [Test]
    public void EmptyList_InAChainedConfiguration_MatchesNobody()
    {
        var root = new ConfigurationBuilder().AddConfiguration(ConfigurationLoads.Layers(NobodyTests)).Build();
        using var services =
            new ServiceCollection().AddSingleton<IConfiguration>(root).AddGrayFlags(root.GetSection("GrayFlags")).Services.BuildServiceProvider();

        Assert.That(services.GetRequiredService<IGrayEvaluator>().IsEnabled("f", new GrayContext("zoe")), Is.False);
    }

    [Test]
    public void EmptyList_InTheConfigurationOfAHost_MatchesNobody()
    {
        using var host = new HostBuilder()
            .ConfigureHostConfiguration(configuration => configuration.Section(NobodyTests))
            .ConfigureServices((context, services) => services.AddGrayFlags(context.Configuration.GetSection("GrayFlags")))
            .Build();

        Assert.That(host.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("f", new GrayContext("zoe")), Is.False);
    }

    [Test]
    public void KillSwitch_InTwoChainedLayers_IsTheUnion()
    {
        var inner = ConfigurationLoads.Layers("""{ "off": ["a"], "flags": { "a": true, "b": true } }""", """{ "off": ["b"] }""");

        Assert.That(new ConfigurationBuilder().AddConfiguration(inner).Build().Document().Off, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void KillSwitch_InAFileAndAVariableOfTheHost_IsTheUnion()
    {
        Environment.SetEnvironmentVariable("GFT7_GrayFlags__Off__0", "b");
        using var host = new HostBuilder()
            .ConfigureHostConfiguration(configuration =>
                configuration.Section("""{ "off": ["a"], "flags": { "a": true, "b": true } }""").AddEnvironmentVariables("GFT7_"))
            .ConfigureServices((context, services) => services.AddGrayFlags(context.Configuration.GetSection("GrayFlags")))
            .Build();
        var flags = host.Services.GetRequiredService<IGrayEvaluator>();

        Assert.That((flags.IsEnabled("a", GrayContext.Anonymous), flags.IsEnabled("b", GrayContext.Anonymous)), Is.EqualTo((false, false)));
    }

    [Test]
    public void Lists_InTwoChainedLayers_AreReplacedWhole()
    {
        var inner = ConfigurationLoads.Layers(
            """{ "flags": { "a": { "rules": { "r": { "users": ["a", "b", "c"] } } } } }""",
            """{ "flags": { "a": { "rules": { "r": { "users": ["d"] } } } } }""");

        Assert.That(new ConfigurationBuilder().AddConfiguration(inner).Build().Document().Rule("a", "r").Users, Is.EqualTo(new[] { "d" }));
    }

    // Of a section in a chain nobody is given the root; that it has one is the framework's own knowledge.
    [Test]
    public void KillSwitch_InLayersOfAChainedSection_IsTheUnion()
    {
        var inner = new ConfigurationBuilder()
            .Json("""{ "Acme": { "GrayFlags": { "off": ["a"], "flags": { "a": true, "b": true } } } }""")
            .Json("""{ "ACME": { "GrayFlags": { "off": ["b"] } } }""")
            .Build();
        var root = new ConfigurationBuilder().AddConfiguration(inner.GetSection("Acme")).Build();

        Assert.That(root.Document().Off, Is.EqualTo(new[] { "a", "b" }));
    }
}
