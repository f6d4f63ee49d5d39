using GrayFlags.Tests.Kit;
using NUnit.Framework;
using Internal = GrayFlags.Rollouts.Stores;

namespace GrayFlags.Tests.Rollouts.Stores;

/// <summary>Which records a store finds again, and which it forgets.</summary>
[Fault("R4")]
internal sealed class KeptRecordsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Alike for flags, though not in lower case: a sigma at the end of a word has a small letter of its own.
    [TestCase("ΛΟΓΟΣ", "λογος")]
    [TestCase("checkout", "CheckOut")]
    public async Task Flag_IsFound_HoweverItIsWritten(string written, string other)
    {
        Assert.That(string.Equals(written, other, StringComparison.OrdinalIgnoreCase), Is.True);
        var store = new InMemoryRolloutStore();
        await store.WriteAsync(new RolloutRecord { Flag = written, Id = "1", Phase = RolloutPhase.RolledBack }, default);

        var write = await store.WriteAsync(new RolloutRecord { Flag = other, Id = "1" }, default);

        Assert.That(write.IsWritten, Is.False);
        Assert.That(write.Current.Phase, Is.EqualTo(RolloutPhase.RolledBack));
        await store.AddRemovalsAsync(
            [new RolloutRemoval(written, 1, Start, Start.AddDays(1)), new RolloutRemoval(other, 1, Start.AddHours(1), Start.AddDays(1))], default);
        Assert.That((await store.ReadRemovalsAsync(0, default)).Removals, Has.Count.EqualTo(1));
    }

    [TestCase(RolloutPhase.Completed)]
    [TestCase(RolloutPhase.Cancelled)]
    [TestCase(RolloutPhase.Running)]
    public async Task RolledBack_IsKept_WhileOthersCanBeForgotten(RolloutPhase others)
    {
        var store = new InMemoryRolloutStore();
        for (var id = 0; id < 200; id++)
        {
            await store.WriteAsync(RecordOf(id, id is 0 or 100 ? RolloutPhase.RolledBack : others), default);
        }

        var kept = await store.ReadAsync(default);

        Assert.That(kept.Where(record => record.Phase == RolloutPhase.RolledBack).Select(record => record.Id), Is.EquivalentTo(new[] { "0", "100" }));
        Assert.That(kept.Select(record => record.Id), Does.Contain("199").And.Not.Contain("1"));
        Assert.That(kept, Has.Count.LessThan(60));
    }

    [Test]
    public void Write_LooksThroughNothing_WhileAFlagHasFewIds()
    {
        var image = new Internal.RolloutImage();
        for (var number = 0; number < 2_000; number++)
        {
            image.Write(
                new RolloutRecord { Flag = $"f{number / 40}", Id = $"{number}", Phase = number % 2 == 0 ? RolloutPhase.RolledBack : RolloutPhase.Running });
        }

        Assert.That(image.LookedThrough, Is.Zero);
        for (var id = 0; id < 2_000; id++)
        {
            image.Write(new RolloutRecord { Flag = "f0", Id = $"more{id}", Phase = RolloutPhase.RolledBack });
        }

        Assert.That(image.LookedThrough, Is.LessThan(2 * 2_000 * 1_100), "its own ids only");
        Assert.That(image.Records.Count(record => record.Flag == "f0"), Is.EqualTo(1_000 + 20));
    }

    [Test]
    public async Task Ended_IsForgottenBeforeWhatRuns()
    {
        var store = new InMemoryRolloutStore();
        for (var id = 0; id < 60; id++)
        {
            await store.WriteAsync(RecordOf(id, id == 0 ? RolloutPhase.Running : RolloutPhase.Completed), default);
        }

        Assert.That((await store.ReadAsync(default)).Select(record => record.Id), Does.Contain("0").And.Contain("59"));
    }

    [Test]
    public async Task New_IsKept_BesideManyThatWereRolledBack()
    {
        var store = new InMemoryRolloutStore();
        for (var id = 0; id < 80; id++)
        {
            await store.WriteAsync(RecordOf(id, RolloutPhase.RolledBack), default);
        }

        await store.WriteAsync(RecordOf(80, RolloutPhase.Running), default);

        Assert.That(await store.ReadAsync(default), Has.Count.EqualTo(81));
    }

    private static RolloutRecord RecordOf(int id, RolloutPhase phase) => new()
    {
        Flag = RolloutRig.Flag,
        Id = id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Phase = phase,
        Changes = [new RolloutChange(Start.AddHours(id), RolloutRig.Flag, "1", 1, RolloutPhase.Pending, phase, "", "x", "y")],
    };
}
