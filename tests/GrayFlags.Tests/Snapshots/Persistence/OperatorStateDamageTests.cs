using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>
/// The pin and what is switched off are in two files: whatever happens to one of them loses nothing, and where both are damaged nothing serves.
/// </summary>
[Fault("R4")]
internal sealed class OperatorStateDamageTests
{
    private const string Document = """{ "off": ["killed"], "flags": { "turned": true, "killed": true, "on": true } }""";
    private const string Alive = """{ "flags": { "turned": true, "killed": true, "on": true } }""";

    private RestartRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new RestartRig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public async Task OneFile_EveryByteFlipped_LosesNothing([Values(0, 1)] int which)
    {
        await TurnOff();
        var files = StateFiles();
        var whole = File.ReadAllBytes(files[which]);
        for (var place = 0; place < whole.Length; place += 7)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= 0x10;
            File.WriteAllBytes(files[which], damaged);
            AssertStillOff($"byte {place}");
            Assert.That(StateFiles(), Has.Length.EqualTo(2), "what was damaged is written again");
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task OneFile_CutDeletedOrReplaced_LosesNothing(int which)
    {
        await TurnOff();
        var file = StateFiles()[which];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..40]);
        AssertStillOff("cut");
        File.WriteAllBytes(file, []);
        AssertStillOff("empty");
        File.Delete(file);
        AssertStillOff("deleted");
        File.Delete(file);
        Directory.CreateDirectory(file);
        AssertStillOff("a directory");
    }

    [Test]
    public async Task BothFiles_Damaged_NothingServesUntilAnOperatorSaysSo()
    {
        await TurnOff();
        foreach (var file in StateFiles())
        {
            var bytes = File.ReadAllBytes(file);
            bytes[^2] ^= 1;
            File.WriteAllBytes(file, bytes);
        }

        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Alive), "source");
        GrayEvaluator evaluator = null!;
        for (var restart = 0; restart < 3; restart++)
        {
            evaluator = _rig.Start(provider);
            Assert.That(evaluator.IsEnabled("turned"), Is.False, $"restart {restart}");
            Assert.That(evaluator.Status.State, Is.EqualTo(GrayFlagsState.NotReady));
            Assert.That(evaluator.Pin!.Reason, Does.Contain("cannot be read"));
            Assert.That(evaluator.Status.Warnings, Has.Some.Contain("every flag is off"));
        }

        await evaluator.UnpinAsync("ann", "looked at it: nothing has to stay off");

        Assert.That(evaluator.IsEnabled("on"), Is.True);
        Assert.That(_rig.Start(provider).IsEnabled("on"), Is.True);
    }

    [Test]
    public async Task Directory_Deleted_IsAFirstStart()
    {
        await TurnOff();
        Directory.Delete(_rig.StateDirectory, recursive: true);

        var evaluator = _rig.Start(new InMemoryRuleProvider(FlagDocument.Parse(Alive), "source"));

        Assert.That(evaluator.IsEnabled("turned"), Is.True);
        Assert.That(evaluator.Pin, Is.Null);
    }

    private string[] StateFiles() => [.. _rig.SavedFiles("state-*.gray").Order(StringComparer.Ordinal)];

    private async Task TurnOff()
    {
        var provider = new InMemoryRuleProvider(FlagDocument.Parse(Document), "source");
        var evaluator = _rig.Start(provider);
        await evaluator.TurnOffAsync("turned", "ann", "why");
        provider.TrySetJson("""{ "off": ["killed"], "flags": { "killed": 7 } }""");
        _rig.Stop();
        Assert.That(StateFiles(), Has.Length.EqualTo(2));
    }

    private void AssertStillOff(string what)
    {
        var evaluator = _rig.Start(new ScriptedProvider("source").Then(LoadResult.Unavailable("no network")));
        Assert.That(evaluator.IsEnabled("turned"), Is.False, what);
        Assert.That(evaluator.IsEnabled("killed"), Is.False, what);
        Assert.That(evaluator.IsEnabled("on"), Is.True, what);
        _rig.Stop();
    }
}
