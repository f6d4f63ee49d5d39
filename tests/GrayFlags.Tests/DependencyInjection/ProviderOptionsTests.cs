using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.Tests.DependencyInjection;

/// <summary>Options of files and addresses are named options like any other of .NET.</summary>
internal sealed class ProviderOptionsTests
{
    private static readonly Uri Address = new("https://flags.example/flags.json");

    [TestCase(true)]
    [TestCase(false)]
    public void File_ConfigurationOfItsName_IsBound(bool isBoundFirst)
    {
        var section = Section(("PollInterval", "00:00:07"), ("Limits:MaxFlags", "3"));
        var services = new ServiceCollection();
        if (isBoundFirst)
        {
            services.Configure<JsonFileRuleProviderOptions>("flags.json", options => section.Bind(options));
        }

        services.AddGrayFlags(options => options.Limits = new DocumentLimits { MaxFlags = 5 }).AddJsonFile("flags.json", options => options.UseWatcher = false);
        if (!isBoundFirst)
        {
            services.Configure<JsonFileRuleProviderOptions>("flags.json", options => section.Bind(options));
        }

        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<JsonFileRuleProviderOptions>>().Get("flags.json");

        Assert.That((options.PollInterval, options.Limits.MaxFlags, options.UseWatcher), Is.EqualTo((TimeSpan.FromSeconds(7), 3, false)));
        Assert.That(options.Path, Is.EqualTo(Path.Combine(AppContext.BaseDirectory, "flags.json")));
        Assert.That(provider.GetRequiredService<IOptions<GrayFlagsOptions>>().Value.Limits.MaxFlags, Is.EqualTo(5), "what is bound is a copy");
        Assert.That(DocumentLimits.Default.MaxFlags, Is.EqualTo(10_000));
    }

    [Test]
    public void Limits_OfNoProvider_AreThoseOfGrayFlags()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags(options => options.Limits = new DocumentLimits { MaxFlags = 5 }).AddJsonFile("flags.json").AddHttp(Address);
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IOptionsMonitor<JsonFileRuleProviderOptions>>().Get("flags.json").Limits.MaxFlags, Is.EqualTo(5));
        Assert.That(provider.GetRequiredService<IOptionsMonitor<HttpRuleProviderOptions>>().Get(Address.AbsoluteUri).Limits.MaxFlags, Is.EqualTo(5));
    }

    [Test]
    public void PostConfigure_OfBothKinds_HasTheLastWord()
    {
        var services = new ServiceCollection();
        services.PostConfigure<JsonFileRuleProviderOptions>("flags.json", options => options.PollInterval = TimeSpan.Zero);
        services.PostConfigureAll<HttpRuleProviderOptions>(options => options.PollInterval = TimeSpan.FromMinutes(3));
        services.AddGrayFlags().AddHttp(Address, options => options.PollInterval = TimeSpan.FromMinutes(1));
        using (var provider = services.BuildServiceProvider())
        {
            var options = provider.GetRequiredService<IOptionsMonitor<HttpRuleProviderOptions>>().Get(Address.AbsoluteUri);
            Assert.That((options.PollInterval, options.Uri), Is.EqualTo((TimeSpan.FromMinutes(3), Address)));
        }

        services.AddGrayFlags().AddJsonFile("flags.json");
        using var second = services.BuildServiceProvider();
        Assert.That(() => second.GetRequiredService<IGrayEvaluator>(), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("PollInterval: "));
    }

    [Test]
    public async Task Host_ValidatorOfTheApp_StopsTheStart()
    {
        using var folder = new TempFolder();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = folder.Path });
        builder.Services.AddGrayFlags().AddJsonFile("flags.json");
        builder.Services.AddOptions<JsonFileRuleProviderOptions>("flags.json").Validate(options => !options.UseWatcher, "no watcher on this file system");
        using var host = builder.Build();

        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())!;

        Assert.That(exception.Message, Is.EqualTo("no watcher on this file system"));
        await host.StopAsync();
    }

    [Test]
    public void SamePathTwice_OneProviderWithTheOptionsOfBothCalls()
    {
        var services = new ServiceCollection();
        services.AddGrayFlags().AddJsonFile("flags.json", options => options.UseWatcher = false)
            .AddJsonFile("flags.json", options => options.PollInterval = TimeSpan.FromSeconds(9));
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<JsonFileRuleProviderOptions>>().Get("flags.json");

        Assert.That((options.UseWatcher, options.PollInterval), Is.EqualTo((false, TimeSpan.FromSeconds(9))));
        Assert.That(provider.GetRequiredService<IGrayFlagsMonitor>().Status.Providers, Has.Count.EqualTo(1));
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.ToDictionary(pair => $"FlagFile:{pair.Key}", pair => (string?)pair.Value)).Build().GetSection("FlagFile");
}
