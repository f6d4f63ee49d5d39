using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;

namespace GrayFlags.Tests.Telemetry;

/// <summary>The real OpenTelemetry SDK, as an app sets it up: what its exporters are given.</summary>
public sealed class OpenTelemetryTests
{
    [Test]
    public void Metrics_ReachTheExporter()
    {
        var exported = new Kept<Metric>(metric => $"{metric.MeterName} {metric.Name} {metric.Unit}");
        using var services = Services();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter("GrayFlags").AddReader(new BaseExportingMetricReader(exported)).Build();
        var evaluator = services.GetRequiredService<IGrayEvaluator>();
        evaluator.IsEnabled("on", new GrayContext("u"));

        Assert.That(provider!.ForceFlush(), Is.True);
        Assert.That(
            exported.All,
            Does.Contain("GrayFlags grayflags.evaluations {evaluation}").And
                .Contain("GrayFlags grayflags.rules.age s").And
                .Contain("GrayFlags grayflags.ready "));
    }

    [Test]
    public void Events_AreLogRecordsWithTheConventionsAttributes()
    {
        var exported = new Kept<LogRecord>(record =>
            $"{record.CategoryName} {record.EventId.Name} {string.Join(' ', record.Attributes!.Select(attribute => $"{attribute.Key}={attribute.Value}"))}");
        using var services = Services(logging => logging.AddOpenTelemetry(options => options.AddProcessor(new SimpleLogRecordExportProcessor(exported))));
        services.GetRequiredService<IGrayEvaluator>().IsEnabled("on", new GrayContext("u"));

        Assert.That(
            exported.All,
            Has.One.StartsWith(
                "GrayFlags.Evaluation feature_flag.evaluation feature_flag.key=on feature_flag.result.variant=on feature_flag.result.reason=static "
                    + "feature_flag.provider.name=GrayFlags feature_flag.version="));
    }

    private static ServiceProvider Services(Action<ILoggingBuilder>? logging = null)
    {
        var services = new ServiceCollection().AddMetrics().AddLogging(logging ?? (_ => { }));
        services.AddGrayFlags(options => options.EvaluationEvents = EvaluationEvents.Changes)
            .AddProvider(new InMemoryRuleProvider(FlagDocument.Parse("""{ "flags": { "on": true } }""")));
        return services.BuildServiceProvider();
    }

    // A metric is only whole while it is exported.
    private sealed class Kept<T>(Func<T, string> text) : BaseExporter<T>
        where T : class
    {
        public List<string> All { get; } = [];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
            {
                All.Add(text(item));
            }

            return ExportResult.Success;
        }
    }
}
