using System.Diagnostics.Metrics;
using System.Reflection;
using GrayFlags.Telemetry;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Telemetry;

/// <summary>The page of events and metrics says what the code says.</summary>
internal sealed class EventPageTests
{
    private static IReadOnlyList<LoggerMessageAttribute> Declared =>
    [
        .. typeof(GrayEvaluator).Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>(),
    ];

    [Test]
    public void Ids_OfThisPackage_AreUnique()
    {
        Assert.That(Declared.Select(each => each.EventId).Append(EvaluationEvent.Id.Id), Is.Unique);
        Assert.That(Declared.Select(each => each.EventId), Is.All.InRange(100, 499), "500 and more are those of GrayFlags.AspNetCore");
    }

    [Test]
    public void Events_FoundInTheSources_AreThoseOfTheAssembly()
    {
        var found = EventPage.Events();

        Assert.That(found.Select(row => row.Id), Is.Unique);
        Assert.That(
            found.Where(row => row.Id < 500 && row.Id != EvaluationEvent.Id.Id).Select(row => (row.Id, row.Level, row.Message)),
            Is.EquivalentTo(Declared.Select(each => (each.EventId, each.Level.ToString(), each.Message))));
    }

    [Test]
    public void Page_IsWhatTheCodeSays()
    {
        var page = Repository.PathOf("docs/events.md");
        var instruments = Instruments();
        var text = EventPage.Write(EventPage.Events(), instruments);
        if (Environment.GetEnvironmentVariable("GRAYFLAGS_APPROVE") == "1")
        {
            File.WriteAllText(page, text);
        }

        Assert.That(EventPage.TaggedMetrics, Is.SubsetOf(instruments.Select(instrument => instrument.Name)));
        Assert.That(
            File.ReadAllText(page).ReplaceLineEndings("\n"),
            Is.EqualTo(text),
            "write it anew: GRAYFLAGS_APPROVE=1 dotnet test --filter EventPageTests");
    }

    private static List<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        var services = new ServiceCollection();
        services.AddMetrics().AddGrayFlags();
        using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                found.Add(instrument);
            }
        };
        listener.Start();
        provider.GetRequiredService<IGrayEvaluator>();
        provider.GetRequiredService<ShadowRunner>();
        return found;
    }
}
