using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>The documents that samples start with.</summary>
internal sealed class SampleTests
{
    public static readonly string QuickStart = Repository.PathOf("samples/QuickStart");

    private static IEnumerable<string> Documents => Directory.EnumerateFiles(Repository.PathOf("samples"), "flags.json", SearchOption.AllDirectories)
        .Where(file => !file.Replace('\\', '/').Split('/').Any(folder => folder is "bin" or "obj"))
        .Select(file => Path.GetRelativePath(Repository.PathOf(""), file))
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Documents))]
    public void Document_IsGood(string file)
    {
        using var flags = GrayEvaluator.FromJson(File.ReadAllText(Repository.PathOf(file)));

        Assert.That((flags.Status.State, flags.Status.Warnings), Is.EqualTo((GrayFlagsState.Ready, Array.Empty<string>())));
    }

    [Test]
    public async Task QuickStart_AnswersFromBothOfItsSources()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = QuickStart });
        builder.Configuration.AddJsonFile("appsettings.json", optional: false);
        builder.Services.AddGrayFlags(builder.Configuration.GetSection("GrayFlags")).AddJsonFile("flags.json");
        using var host = builder.Build();
        await host.StartAsync();

        var flags = host.Services.GetRequiredService<IGrayEvaluator>();
        Assert.That(flags.Evaluate("new-checkout", new GrayContext("guo") { Region = "CN-GD-GZ" }).Rule, Is.EqualTo("guangdong"));
        Assert.That(flags.IsEnabled("new-banner"), Is.True);
        Assert.That(host.Services.GetRequiredService<IGrayFlagsMonitor>().Status.Warnings, Is.Empty);
        await host.StopAsync();
    }
}
