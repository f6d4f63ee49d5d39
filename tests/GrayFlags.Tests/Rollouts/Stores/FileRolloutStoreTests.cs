using GrayFlags.Journals;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Tests.Journals;
using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Snapshots.Persistence;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>What files can suffer: damage, full disks, other processes.</summary>
[Fault("R4")]
[NonParallelizable]
public sealed class FileRolloutStoreTests
{
    private TempFolder _folder = null!;

    private string Path => _folder["rollouts.json"];

    private string[] Own => [Path, Path + ".copy", Path + ".lock"];

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

    [Test]
    public async Task EitherFile_EveryByteDamaged_EveryRecordIsThere([Values("", ".copy")] string suffix)
    {
        var store = new FileRolloutStore(Path);
        await store.WriteAsync(Record(RolloutPhase.RolledBack), default);
        await store.AddRemovalsAsync([new RolloutRemoval("f", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)], default);
        var whole = new[] { await File.ReadAllBytesAsync(Path), await File.ReadAllBytesAsync(Path + ".copy") };
        var bytes = await File.ReadAllBytesAsync(Path + suffix);
        for (var index = 0; index < bytes.Length; index++)
        {
            await File.WriteAllBytesAsync(Path, whole[0]);
            await File.WriteAllBytesAsync(Path + ".copy", whole[1]);
            bytes[index] ^= 1;
            await File.WriteAllBytesAsync(Path + suffix, bytes);
            bytes[index] ^= 1;

            var damaged = new FileRolloutStore(Path);
            Assert.That((await damaged.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack), $"byte {index}");
            Assert.That((await damaged.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(1), $"byte {index}");
        }
    }

    [Test]
    public async Task FileOfTheFormatBefore_IsTakenOver_AndKept()
    {
        var old = Bytes(new RolloutFileContent
        {
            Rollouts = [Record(RolloutPhase.RolledBack) with { Revision = 7 }],
            Evidence = [new RolloutEvidence { Flag = "f", Id = "1", Attempt = 1, Node = "a", Sequence = 3 }],
            Removed = [new RolloutRemoval("f", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)],
        });
        await File.WriteAllBytesAsync(Path, old);

        for (var start = 0; start < 2; start++)
        {
            var store = new FileRolloutStore(Path);
            Assert.That(
                ((await store.ReadAsync(default)).Single().Phase, (await store.ReadAsync(default)).Single().Revision),
                Is.EqualTo((RolloutPhase.RolledBack, 7)));
            Assert.That((await store.ReadEvidenceAsync(default)).Single().Sequence, Is.EqualTo(3));
            Assert.That((await store.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(1));
        }

        Assert.That(await File.ReadAllBytesAsync(Path + ".old"), Is.EqualTo(old));
    }

    // A deployment that went back for a while: the build before sets the journal aside and writes its own file in its place.
    [Test]
    [Fault("R2")]
    public async Task FileOfTheFormatBefore_BesideTheCopyOfAJournal_IsMergedIntoIt([Values] bool isRunning)
    {
        var store = new FileRolloutStore(Path);
        var begun = await store.WriteAsync(Record(RolloutPhase.Running), default);
        await store.WriteAsync(Record(RolloutPhase.Running) with { Flag = "other" }, default);
        await store.AddRemovalsAsync([new RolloutRemoval("f", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)], default);
        await File.WriteAllBytesAsync(Path, Bytes(new RolloutFileContent
        {
            Rollouts = [Record(RolloutPhase.RolledBack) with { Revision = 2 }, Record(RolloutPhase.Pending) with { Flag = "other", Revision = 1 }],
            Evidence = [new RolloutEvidence { Flag = "f", Id = "1", Attempt = 1, Node = "a", Sequence = 3 }],
            Removed = [new RolloutRemoval("f", 2, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)],
        }));

        for (var start = 0; start < 2; start++)
        {
            store = isRunning ? store : new FileRolloutStore(Path);
            var records = await store.ReadAsync(default);
            Assert.That(
                records.Select(record => (record.Flag, record.Phase)),
                Is.EqualTo(new[] { ("f", RolloutPhase.RolledBack), ("other", RolloutPhase.Running) }),
                $"start {start}");
            Assert.That(records[0].Revision, Is.GreaterThan(begun.Current.Revision));
            Assert.That((await store.ReadEvidenceAsync(default)).Single().Sequence, Is.EqualTo(3));
            Assert.That((await store.ReadRemovalsAsync(0, default)).Removals.Select(removal => removal.Unit), Is.EquivalentTo(new[] { 1UL, 2UL }));
            isRunning = false;
        }

        Assert.That(File.Exists(Path + ".old"), Is.True);
    }

    [Test]
    [Fault("R2")]
    public async Task FileOfAnotherApp_InThePlaceOfOurs_AdmitsNobody([Values("", ".copy")] string suffix)
    {
        await new FileRolloutStore(Path).WriteAsync(Record(RolloutPhase.RolledBack), default);
        var other = new FileRolloutStore(_folder["other.json"]);
        var running = await other.WriteAsync(Record(RolloutPhase.Pending), default);
        for (var change = 0; change < 5; change++)
        {
            running = await other.WriteAsync(running.Current with { Phase = RolloutPhase.Running, Stage = change }, default);
        }

        File.Copy(_folder["other.json"] + suffix, Path + suffix, overwrite: true);
        using var rig = new RolloutRig(RolloutRig.Guarded, new FileRolloutStore(Path));
        rig.Pass(1);

        Assert.That((rig.Record.WaitReason, rig.CountOn()), Is.EqualTo((RolloutWaitReason.Lost, 0)));
    }

    [Test]
    public void FileOfTheFormatBefore_EveryByteDamaged_IsLost()
    {
        var old = Bytes(new RolloutFileContent { Rollouts = [Record(RolloutPhase.RolledBack)] });
        for (var index = 0; index < old.Length; index++)
        {
            Array.ForEach(Directory.GetFiles(_folder.Path), File.Delete);
            old[index] ^= 1;
            File.WriteAllBytes(Path, old);
            old[index] ^= 1;

            Assert.That(async () => await new FileRolloutStore(Path).ReadAsync(default), Throws.InstanceOf<InvalidDataException>(), $"byte {index}");
        }
    }

    [Test]
    public async Task ManyNewRollouts_WriteInProportion()
    {
        var written = 0L;
        var store = new FileRolloutStore(Path)
        {
            OpenTemp = path => new CountingStream(path, FileMode.CreateNew, count => written += count),
            OpenEnd = path => new CountingStream(path, FileMode.Open, count => written += count),
        };
        var lines = 0L;
        for (var number = 0; number < 2_000; number++)
        {
            var write = await store.WriteAsync(new RolloutRecord { Flag = $"f{number}", Id = "1", Phase = RolloutPhase.Running }, default);
            lines += RolloutLines.Of(write.Current).Payload!.Value.Length + 50;
        }

        Assert.That(written, Is.LessThan(2 * lines * 3 / 2), "both files, each line once, and what compacting adds");
        Assert.That(await new FileRolloutStore(Path).ReadAsync(default), Has.Count.EqualTo(2_000));
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
            OpenEnd = path => !fails ? RegularFile.Open(path, out _)
                : isFull ? new FullStream(path)
                : throw new UnauthorizedAccessException("Access is denied."),
        };
        using var rig = new RolloutRig(RolloutRig.Guarded, store);
        rig.Pass(1);
        fails = true;
        rig.Pass(120);
        Assert.That((rig.State, rig.Record.WaitReason), Is.EqualTo(("Running 0 of attempt 1", RolloutWaitReason.Store)));

        rig.Break();
        Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"));
        Assert.That(rig.CountOn(), Is.Zero);
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 164), Is.EqualTo(1));
        Assert.That(Read(), Is.EqualTo(RolloutPhase.Running));

        fails = false;
        rig.Pass(10);
        Assert.That(Read(), Is.EqualTo(RolloutPhase.RolledBack));
        Assert.That(rig.Log.Entries.Count(entry => entry.EventId.Id == 165), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(_folder.Path), Is.EquivalentTo(Own), "no temporary file is left");
    }

    [Test]
    public void DiskThatTakesNothing_AtTheEnd_IsTriedOnceMore()
    {
        var fails = false;
        var store = new FileRolloutStore(Path) { OpenEnd = path => fails ? throw new IOException("No space left on device") : RegularFile.Open(path, out _) };
        using (var rig = new RolloutRig(RolloutRig.Guarded, store))
        {
            rig.Pass(1);
            fails = true;
            Assert.ThrowsAsync<GrayNotSavedException>(() => rig.EndAsync(rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x")));
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
        var (before, copy) = (await File.ReadAllBytesAsync(Path), await File.ReadAllBytesAsync(Path + ".copy"));
        var rolledBack = await own.WriteAsync(begun.Current with { Phase = RolloutPhase.RolledBack, EndedAt = DateTimeOffset.UnixEpoch }, default);
        await own.AddRemovalsAsync([new RolloutRemoval("f", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)], default);

        // What the other one wrote at the same moment, from what it knew.
        await File.WriteAllBytesAsync(Path, before);
        await File.WriteAllBytesAsync(Path + ".copy", copy);

        Assert.That((await own.ReadAsync(default)).Single().Phase, Is.EqualTo(RolloutPhase.RolledBack));
        var seen = (await other.ReadAsync(default)).Single();
        Assert.That((seen.Phase, seen.Revision), Is.EqualTo((RolloutPhase.RolledBack, rolledBack.Current.Revision)));
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
        Assert.That(Directory.GetFiles(_folder.Path), Is.EquivalentTo(Own));
    }

    [Test]
    public void Link_IsNotFollowed()
    {
        var content = Bytes(new RolloutFileContent());
        var target = _folder.Write("target", content);
        File.CreateSymbolicLink(Path, target);

        Assert.That(async () => await new FileRolloutStore(Path).ReadAsync(default), Throws.InstanceOf<InvalidDataException>());
        Assert.That(File.ReadAllBytes(target), Is.EqualTo(content));
    }

    [Test]
    public async Task FileTooLarge_IsSetAside_AndLost()
    {
        await using (var file = File.Create(Path))
        {
            file.SetLength(Journal.MaxBytes + 1);
        }

        var store = new FileRolloutStore(Path);
        Assert.That(async () => await store.ReadAsync(default), Throws.InstanceOf<InvalidDataException>());
        Assert.That(async () => await store.ReadAsync(default), Throws.InstanceOf<InvalidDataException>());
        await ((IRolloutLosses)store).AcceptLossAsync(default);
        Assert.That(await store.ReadAsync(default), Is.Empty);
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

        using var rig = new RolloutRig(
            RolloutRig.Guarded,
            new FileRolloutStore(Path),
            new ManualTimeProvider(TimeProvider.System.GetUtcNow()),
            rules: """{ "staff": { "users": ["staff"] } }""");
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
