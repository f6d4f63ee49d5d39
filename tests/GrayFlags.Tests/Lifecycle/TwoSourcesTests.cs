using System.Globalization;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Two sources that change at the same time: their changes are applied one after the other, and none is lost.</summary>
[Fault("T4")]
internal sealed class TwoSourcesTests
{
    private const int Writes = 2_000;

    [Test]
    public void Sources_TwoAtOnce_NewestOfBothServes()
    {
        InMemoryRuleProvider[] providers = [new(name: "first"), new(name: "second")];
        using var evaluator = GrayEvaluator.Create(builder => builder.AddProvider(providers[0]).AddProvider(providers[1]));
        using var start = new Barrier(3);
        var isDone = false;
        var reader = Run(() =>
        {
            start.SignalAndWait();
            long[] last = [0, 0, 0];
            while (!Volatile.Read(ref isDone))
            {
                var snapshot = evaluator.CreateSnapshot();
                long[] now = [snapshot.GetValue("first", 0), snapshot.GetValue("second", 0), evaluator.Status.Generation];
                Assert.That(now.Zip(last), Has.All.Matches<(long Now, long Last)>(pair => pair.Now >= pair.Last), "never back to an older document");
                last = now;
            }
        });
        var writers = Array.ConvertAll(providers, provider => Run(() =>
        {
            start.SignalAndWait();
            for (var version = 1; version <= Writes; version++)
            {
                provider.SetJson(Document(provider.Name, version));
                Assert.That(evaluator.GetValue(provider.Name, 0), Is.EqualTo(version), "what is set is live when the call returns");
            }
        }));

        Task.WaitAll(writers);
        Volatile.Write(ref isDone, true);
        reader.GetAwaiter().GetResult();

        Assert.That(evaluator.GetValue("first", 0), Is.EqualTo(Writes));
        Assert.That(evaluator.GetValue("second", 0), Is.EqualTo(Writes));
        Assert.That(evaluator.Status.Generation, Is.GreaterThan(Writes).And.AtMost(2 * Writes), "two that arrive together may go live together");
        Assert.That(evaluator.GetValue("both", ""), Is.EqualTo("second"), "the later provider overrides");
    }

    private static string Document(string name, int version) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ "version": {{version}}, "flags": { "{{name}}": { "variants": { "v": { "value": {{version}} } }, "default": "v" },"""
            + $$""" "both": { "variants": { "v": { "value": "{{name}}" } }, "default": "v" } } }""");

    private static Task Run(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
