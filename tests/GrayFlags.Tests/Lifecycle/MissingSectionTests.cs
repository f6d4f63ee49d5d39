using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>A section with another name than the file has, and other ways to define nothing, are seen on the first day.</summary>
internal sealed class MissingSectionTests
{
    private const int NothingDefined = 122;

    [TestCase("""{ "GrayFlags": { "flags": { "f": true } } }""", "GreyFlags", "the section 'GreyFlags' has no content; did you mean 'GrayFlags'?")]
    [TestCase("""{ "App": { "Features": { "flags": { "f": true } } } }""", "App:Flags", "the section 'App:Flags' has no content; did you mean 'App:Features'?")]
    [TestCase("""{ "Logging": { "Level": 1 } }""", "GrayFlags", "the section 'GrayFlags' has no content (the option AllowEmptyConfiguration lets it be empty)")]
    public void Section_WithoutContent_IsReportedOnceAndExplained(string json, string section, string warning)
    {
        using var logs = new RecordingLoggerFactory();
        using var flags = Create(json, section, logs);

        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
        Assert.That(flags.Status.Warnings, Is.EqualTo(new[] { warning }));
        Assert.That(flags.Status.Providers.Single().Reason, Is.EqualTo(warning));
        Assert.That(flags.Explain("f").Summary, Is.EqualTo($"No rules have been loaded yet. T{warning[1..]}{(warning.EndsWith('?') ? "" : ".")}"));
        Assert.That(
            logs.Entries.Where(entry => entry.Level >= LogLevel.Warning).Select(entry => (entry.EventId.Id, entry.Message)),
            Is.EqualTo(new[] { (NothingDefined, $"Flags are missing: {warning}. Logged once, until that changes.") }));
    }

    [Test]
    public void Section_WithoutContentBesideAGoodProvider_IsDegraded()
    {
        using var logs = new RecordingLoggerFactory();
        var good = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }"""));
        using var flags = Create("""{ "GrayFlags": { "flags": { "g": true } } }""", "GreyFlags", logs, builder => builder.AddProvider(good));

        Assert.That(flags.IsEnabled("f"), Is.True);
        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Degraded));

        good.SetJson("""{ "flags": { "f": false } }""");

        Assert.That(flags.Status.Warnings, Has.Count.EqualTo(1));
        Assert.That(logs.Entries.Count(entry => entry.EventId.Id == NothingDefined), Is.EqualTo(1));
    }

    [Test]
    public void Section_ThatMayBeEmpty_IsNoWarning()
    {
        using var logs = new RecordingLoggerFactory();
        var good = new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "f": true } }"""));
        using var flags = Create("{ }", "GrayFlags", logs, builder =>
        {
            builder.AddProvider(good);
            builder.Services.Configure<GrayFlagsOptions>(options => options.AllowEmptyConfiguration = true);
        });

        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(flags.Status.Warnings, Is.Empty);
    }

    [Test]
    public void Section_ThatIsWrittenLater_EndsTheWarning()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection().Build();
        using var flags = GrayEvaluator.Create(builder => builder.Services.AddGrayFlags(root.GetSection("GrayFlags")));
        Assert.That(flags.Status.Warnings, Has.Count.EqualTo(1));

        root["GrayFlags:Flags:f"] = "true";
        root.Reload();

        Assert.That(flags.IsEnabled("f"), Is.True);
        Assert.That(flags.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        Assert.That(flags.Status.Warnings, Is.Empty);
    }

    [Test]
    public void NoSourceAtAll_IsReportedOnce()
    {
        using var logs = new RecordingLoggerFactory();
        using var flags = GrayEvaluator.Create(builder => builder.Services.AddSingleton<ILoggerFactory>(logs));

        Assert.That(flags.Explain("f").Summary, Does.StartWith("No rules have been loaded yet. No source of flags is registered; "));
        Assert.That(flags.Status.Warnings.Single(), Does.StartWith("no source of flags is registered; "));
        Assert.That(logs.Entries.Select(entry => entry.EventId.Id), Is.EqualTo(new[] { NothingDefined }));
    }

    private static GrayEvaluator Create(string json, string section, ILoggerFactory logs, Action<IGrayFlagsBuilder>? more = null) =>
        GrayEvaluator.Create(builder =>
        {
            var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
            builder.Services.AddGrayFlags(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection(section));
            builder.Services.AddSingleton(logs);
            more?.Invoke(builder);
        });
}
