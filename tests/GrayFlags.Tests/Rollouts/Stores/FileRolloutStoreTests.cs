using GrayFlags.Rollouts.Stores;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots.Saved;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>What files can suffer: damage, full disks, other processes.</summary>
public sealed class FileRolloutStoreTests
{
    private TempFolder _folder = null!;

    private string Path => _folder["rollouts.json"];

    [SetUp]
    public void SetUp() => _folder = new TempFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void File_WithAnyBitFlipped_IsNoFileOfOurs()
    {
        var (head, body) = new RolloutFileContent { Rollouts = [Record(RolloutPhase.RolledBack)] }.ToBytes();
        byte[] bytes = [.. head, .. body];
        Assert.That(RolloutFileContent.Parse(bytes).Rollouts, Has.Count.EqualTo(1));

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(() => RolloutFileContent.Parse(bytes), Throws.InstanceOf<InvalidDataException>(), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.That(() => RolloutFileContent.Parse(bytes.AsSpan(0, length)), Throws.InstanceOf<InvalidDataException>(), $"length {length}");
        }
    }

    [TestCase("flipped")]
    [TestCase("truncated")]
    [TestCase("empty")]
    [TestCase("later version")]
    [TestCase("another's")]
    public void DamagedFile_IsSetAside_SaidOnce_AndWhatIsWatchedIsPaused(string damage)
    {
        using (var before = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path)))
        {
            before.Pass(1);
            Assert.That(before.State, Is.EqualTo("Running 0 of attempt 1"));
        }

        var bytes = File.ReadAllBytes(Path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path, damage switch
        {
            "flipped" => bytes,
            "truncated" => bytes[..(bytes.Length / 2)],
            "empty" => [],
            "later version" => Bytes(new RolloutFileContent { Version = 2 }),
            _ => "{ \"hello\": 1 }"u8.ToArray(),
        });
        var damaged = File.ReadAllBytes(Path);

        using var rig = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path));
        rig.Pass(30);

        Assert.That((rig.Record.Phase, rig.Record.Stage), Is.EqualTo((RolloutPhase.Paused, 0)));
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 166), Is.EqualTo(1));
        Assert.That(File.ReadAllBytes(Path + ".damaged"), Is.EqualTo(damaged));
        using var next = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path));
        next.Pass(1);
        Assert.That(next.Record.Phase, Is.EqualTo(RolloutPhase.Paused), "and still after another start");
    }

    [Test]
    public async Task DamageWhileItRuns_LosesNothing()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path));
        rig.Pass(1);
        await rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        await File.WriteAllTextAsync(Path, "rubbish");

        rig.Pass(20);

        using var next = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path));
        Assert.That((rig.Record.Phase, next.Record.Phase), Is.EqualTo((RolloutPhase.RolledBack, RolloutPhase.RolledBack)));
    }

    // K3, and a directory that only its owner's owner may write to.
    [TestCase(true)]
    [TestCase(false)]
    [Fault("K3")]
    [Fault("K4")]
    [Fault("G5")]
    public void DiskThatTakesNothing_HoldsTheStage_NotTheRollback(bool isFull)
    {
        var fails = false;
        var store = new FileRolloutStore(Path)
        {
            OpenTemp = path => !fails ? new FileStream(path, FileMode.CreateNew) : isFull ? new FailingStream(path, FailingStream.Point.Write) : throw new UnauthorizedAccessException("Access is denied."),
        };
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        fails = true;
        rig.Pass(120);
        Assert.That((rig.State, rig.Record.Hold), Is.EqualTo(("Running 0 of attempt 1", RolloutHold.Store)));

        rig.Break();
        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
        Assert.That(rig.CountOn(), Is.Zero);
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 164), Is.EqualTo(1));
        Assert.That(Read(), Is.EqualTo(RolloutPhase.Running));

        fails = false;
        rig.Pass(10);
        Assert.That(Read(), Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 165), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(_folder.Path), Is.EqualTo(new[] { Path }), "no temporary file is left");
    }

    [Test]
    public async Task DiskThatTakesNothing_AtTheEnd_IsTriedOnceMore()
    {
        var fails = false;
        var store = new FileRolloutStore(Path) { OpenTemp = path => fails ? throw new IOException("No space left on device") : new FileStream(path, FileMode.CreateNew) };
        using (var rig = new RolloutRig(RolloutRig.Guarded, store))
        {
            rig.Pass(1);
            fails = true;
            await rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
            fails = false;
        }

        Assert.That(Read(), Is.EqualTo(RolloutPhase.RolledBack));
    }

    [Test]
    [Fault("K5")]
    public async Task OtherProcess_HasWrittenOverARollback_ItIsWrittenAgain()
    {
        var (own, other) = (new FileRolloutStore(Path), new FileRolloutStore(Path));
        var begun = await own.WriteAsync(Record(RolloutPhase.Running), default);
        await other.ReadAsync(default);
        var before = await File.ReadAllBytesAsync(Path);
        var rolledBack = await own.WriteAsync(begun.Current with { Phase = RolloutPhase.RolledBack, EndedAt = DateTimeOffset.UnixEpoch }, default);
        await own.AddRemovalsAsync([new RolloutRemoval("f", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)], default);

        // What the other one wrote at the same moment, from what it knew.
        await File.WriteAllBytesAsync(Path, before);

        Assert.That((await own.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack));
        var seen = (await other.ReadAsync(default)).Single();
        Assert.That((seen.Phase, seen.Revision), Is.EqualTo((RolloutPhase.RolledBack, rolledBack.Current.Revision + 1)));
        Assert.That((await other.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(1));
    }

    [Test]
    [Fault("K5")]
    public void TwoStoresOfOneFile_WriteAtOnce_BothParse_AndEveryRollbackStays()
    {
        var stores = new[] { new FileRolloutStore(Path), new FileRolloutStore(Path) };
        Parallel.For(0, 2, side =>
        {
            for (var number = 0; number < 40; number++)
            {
                var record = new RolloutRecord { Flag = $"f{side}-{number}", Id = "1", Phase = RolloutPhase.RolledBack };
                Assert.That(stores[side].WriteAsync(record, default).Result.IsWritten, Is.True);
            }
        });
        foreach (var store in stores.Concat(stores))
        {
            store.ReadAsync(default).GetAwaiter().GetResult();
        }

        Assert.That(new FileRolloutStore(Path).ReadAsync(default).Result, Has.Count.EqualTo(80));
        Assert.That(Directory.GetFiles(_folder.Path), Is.EqualTo(new[] { Path }));
    }

    [Test]
    [Fault("K2")]
    public async Task LeftoversOfTheKilled_AreRemoved_ThoseOfTheLivingAreNot()
    {
        var old = _folder.Write("rollouts.json.0123.tmp", "half");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-2));
        var young = _folder.Write("rollouts.json.4567.tmp", "half");
        var others = _folder.Write("other.tmp", "not ours");

        await new FileRolloutStore(Path).WriteAsync(Record(RolloutPhase.Running), default);

        Assert.That(Directory.GetFiles(_folder.Path).Order(), Is.EqualTo(new[] { others, Path, young }.Order()));
    }

    [Test]
    public void Link_IsNotFollowed()
    {
        var target = _folder.Write("target", Bytes(new RolloutFileContent()));
        File.CreateSymbolicLink(Path, target);

        Assert.That(async () => await new FileRolloutStore(Path).ReadAsync(default), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void FileTooLarge_IsSetAside()
    {
        using (var file = File.Create(Path))
        {
            file.SetLength(65L * 1024 * 1024);
        }

        var store = new FileRolloutStore(Path);
        Assert.That(async () => await store.ReadAsync(default), Throws.InstanceOf<InvalidDataException>());
        Assert.That(store.ReadAsync(default).Result, Is.Empty);
    }

    [Test]
    [Fault("G8")]
    [Fault("K1")]
    public void KilledRightAfterARollback_TheNextStartIsRolledBack([Values("rollout-operator", "rollout-guard")] string how)
    {
        using (var process = SaverProcess.Start(how, Path))
        {
            Assert.That(process.ReadLine(), Is.EqualTo("rolled back"));
            process.Kill();
        }

        using var rig = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path), new ManualTimeProvider(TimeProvider.System.GetUtcNow()), rules: """{ "staff": { "users": ["staff"] } }""");
        rig.Pass(100);

        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
        Assert.That(rig.Evaluator.IsEnabled(RolloutRig.Flag, new GrayContext("staff")), Is.False);
    }

    [Test]
    [Fault("K1")]
    [Fault("K2")]
    public async Task KilledWhileTwoWrite_TheFileIsWhole_AndNoRollbackIsLost()
    {
        const int kills = 4;
        for (var kill = 0; kill < kills; kill++)
        {
            using var first = SaverProcess.Start("rollout-forever", Path, "1");
            using var second = SaverProcess.Start("rollout-forever", Path, "2");
            for (var line = 0; line < 20; line++)
            {
                Assert.That((first.ReadLine(), second.ReadLine()), Is.EqualTo(("rolled back", "rolled back")), $"kill {kill}");
            }

            first.Kill();
            Assert.That(second.ReadLine(), Is.EqualTo("rolled back"));
            second.Kill();
            var records = await new FileRolloutStore(Path).ReadAsync(default);
            Assert.That(records.Select(record => record.Phase), Is.Not.Empty.And.All.EqualTo(RolloutPhase.RolledBack), $"kill {kill}");
        }
    }

    private static byte[] Bytes(RolloutFileContent content)
    {
        var (head, body) = content.ToBytes();
        return [.. head, .. body];
    }

    private static RolloutRecord Record(RolloutPhase phase) => new() { Flag = "f", Id = "1", Phase = phase };

    private RolloutPhase Read() => new FileRolloutStore(Path).ReadAsync(default).Result.Single().Phase;
}
