using System.Text;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>Files and configuration from the writer's end to the answer: what is good goes live, what is not changes nothing.</summary>
public sealed class FollowedSourceTests
{
    private const string Bad = """{ "flags": { "f": { "rules": { "r": { "percentage": 101 } } } } }""";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    [Test]
    [Fault("F5")]
    public void File_FiftyAlternationsOfBadAndGood_AllGoodOnesAreApplied()
    {
        using var folder = new TempFolder();
        var path = folder["flags.json"];
        File.WriteAllText(path, Good(false));
        var clock = new ManualTimeProvider();
        using var evaluator = Follow(path, clock);

        for (var round = 0; round < 50; round++)
        {
            // Two polls: bad content is given the debounce to heal before it is believed.
            File.WriteAllText(path, Bad.Replace("101", $"{101 + round}", StringComparison.Ordinal));
            clock.Advance(Poll);
            clock.Advance(Poll);
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded), $"round {round}");
            Assert.That(evaluator.IsEnabled("f"), Is.EqualTo(round % 2 != 0), $"round {round}: the last good rules serve");

            File.WriteAllText(path, Good(round % 2 == 0));
            clock.Advance(Poll);
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready), $"round {round}");
            Assert.That(evaluator.IsEnabled("f"), Is.EqualTo(round % 2 == 0), $"round {round}");
        }

        Assert.That(evaluator.Status.Generation, Is.EqualTo(51));
    }

    [Test]
    [Fault("F1")]
    public void ConfigMap_HundredSwapsOfOneLength_EachIsLiveAfterOnePoll()
    {
        using var folder = new TempFolder();
        var volume = new K8sVolume(folder["volume"], Good(false));
        var clock = new ManualTimeProvider();
        using var evaluator = Follow(volume.FilePath, clock);

        for (var swap = 0; swap < 100; swap++)
        {
            volume.Swap(Good(swap % 2 == 0));
            clock.Advance(Poll);
            Assert.That(evaluator.IsEnabled("f"), Is.EqualTo(swap % 2 == 0), $"swap {swap}");
            Assert.That(evaluator.Status.Generation, Is.EqualTo(swap + 2), $"swap {swap}: exactly one apply");
        }
    }

    [Test]
    [Fault("F3")]
    public void File_CutAtAnyLength_LastGoodServesAndTheWholeIsTakenAgain()
    {
        using var folder = new TempFolder();
        var path = folder["flags.json"];
        var whole = Encoding.UTF8.GetBytes(Good(true));
        File.WriteAllBytes(path, whole);
        var clock = new ManualTimeProvider();
        using var evaluator = Follow(path, clock);

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            clock.Advance(Poll);
            clock.Advance(Poll);
            Assert.That(evaluator.IsEnabled("f"), Is.True, $"{length} bytes");
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded), $"{length} bytes");
        }

        File.WriteAllBytes(path, whole);
        clock.Advance(Poll);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    [Fault("F4")]
    [Fault("F17")]
    public void File_DeletedAndRecreated_LastGoodServesMeanwhileAndAgeTellsSinceWhen()
    {
        using var folder = new TempFolder();
        var path = folder["flags.json"];
        File.WriteAllText(path, Good(true));
        var clock = new ManualTimeProvider();
        using var evaluator = Follow(path, clock);

        File.Delete(path);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.That(evaluator.IsEnabled("f"), Is.True);
        Assert.That(evaluator.Status.Providers[0].State, Is.EqualTo(ProviderState.Unavailable));
        Assert.That(evaluator.Status.Age, Is.EqualTo(TimeSpan.FromHours(1)));

        File.WriteAllText(path, Good(false));
        clock.Advance(Poll);

        Assert.That(evaluator.IsEnabled("f"), Is.False);
        Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
    }

    [Test]
    public void Configuration_FiftyAlternationsOfBadAndGood_AllGoodOnesAreApplied()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("GrayFlags:Flags:f", (string?)"false")]).Build();
        var services = new ServiceCollection();
        services.AddGrayFlags(root.GetSection("GrayFlags"));
        services.AddSingleton<IConfiguration>(root);
        using var provider = services.BuildServiceProvider();
        var evaluator = provider.GetRequiredService<GrayEvaluator>();

        for (var round = 0; round < 50; round++)
        {
            root["GrayFlags:Flags:f"] = "25 %";
            root.Reload();
            Assert.That(evaluator.Status.Problems.Single().Path, Is.EqualTo("flags.f"), $"round {round}");

            root["GrayFlags:Flags:f"] = round % 2 == 0 ? "true" : "false";
            root.Reload();
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready), $"round {round}");
            Assert.That(evaluator.IsEnabled("f"), Is.EqualTo(round % 2 == 0), $"round {round}");
        }
    }

    // Padded: both have one length, as F6 asks.
    private static string Good(bool isOn) => $$"""{ "flags": { "f": {{(isOn ? "true " : "false")}} } }""";

    private static GrayEvaluator Follow(string path, ManualTimeProvider clock) => GrayEvaluator.Create(builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddJsonFile(path, options => options.UseWatcher = false);
    });
}
