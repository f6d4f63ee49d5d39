using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts;

/// <summary>Rollouts whose documents change or go away while they run.</summary>
public sealed class RolloutDocumentTests
{
    [Test]
    [Fault("G6")]
    public async Task Rollback_StaysWithItsFlagAndId_WhateverTheDocumentDoes()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, new InMemoryRolloutStore());
        rig.Pass(1);
        await rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
        var other = RolloutRig.Guarded.Replace("{ \"stages\"", "{ \"id\": \"2\", \"stages\"", StringComparison.Ordinal);

        foreach (var document in new[] { null, RolloutRig.Guarded, other, RolloutRig.Guarded })
        {
            rig.Set(document);
            rig.Pass(2);
            Assert.That(
                rig.Rollouts.GetStatus(RolloutRig.Flag)?.Record.Phase,
                Is.EqualTo(document is null ? null : document == other ? RolloutPhase.Running : RolloutPhase.RolledBack));
        }
    }

    [Test]
    [Fault("G6")]
    public async Task Rollback_WhileDocumentsCome_IsNeverLost()
    {
        for (var round = 0; round < 30; round++)
        {
            using var rig = new RolloutRig(RolloutRig.Guarded, new InMemoryRolloutStore());
            rig.Pass(1);
            var documents = Task.Run(() =>
            {
                for (var number = 0; number < 20; number++)
                {
                    rig.Set(number % 5 == 4 ? null : RolloutRig.Guarded, more: $$""", "n{{number}}": true""");
                }

                rig.Set(RolloutRig.Guarded);
            });
            var rollback = Task.Run(async () =>
            {
                while (true)
                {
                    try
                    {
                        return await rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x");
                    }
                    catch (ArgumentException)
                    {
                        // At that moment no document has it.
                    }
                }
            });
            await Task.WhenAll(documents, rollback);

            Assert.That(rig.State, Is.EqualTo("RolledBack 0 of attempt 1"), $"round {round}");
            Assert.That(rig.CountOn(), Is.Zero);
        }
    }

    [Test, Fault("G6")]
    public async Task Rollback_WhileADocumentTakesTheFlagAway_IsKept()
    {
        for (var round = 0; round < 60; round++)
        {
            var store = new InMemoryRolloutStore();
            using var rig = new RolloutRig(RolloutRig.Guarded, store);
            rig.Pass(1);
            using var both = new Barrier(2);
            var document = Task.Run(() =>
            {
                both.SignalAndWait();
                rig.Set(null);
            });
            var rollback = Task.Run(async () =>
            {
                both.SignalAndWait();
                try
                {
                    return (await rig.Rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x")).Record.Phase == RolloutPhase.RolledBack;
                }
                catch (ArgumentException)
                {
                    // The document was first.
                    return false;
                }
            });
            await Task.WhenAll(document, rollback);

            Assert.That((await store.ReadAsync(default)).Any(record => record.Phase == RolloutPhase.RolledBack), Is.EqualTo(await rollback), $"round {round}");
        }
    }

    [Test]
    public void EditedDocument_GoodOnesGoOn_OthersAreRefused()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, new InMemoryRolloutStore());
        rig.Pass(20);
        rig.Set(RolloutRig.Guarded.Replace("\"percentage\": 10", "\"percentage\": 5", StringComparison.Ordinal));
        Assert.That(rig.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.Degraded));
        rig.Set(RolloutRig.Guarded.Replace("\"percentage\": 50", "\"percentage\": 60", StringComparison.Ordinal));
        Assert.That(rig.Evaluator.Status.State, Is.EqualTo(GrayFlagsState.Ready));
        rig.Pass(41);
        Assert.That((rig.State, rig.Status.Percentage), Is.EqualTo(("Running 1 of attempt 1", 60)));
    }

    [Test]
    public void DocumentWithFewerStages_AtTheNextStart_HoldsNobodyUp()
    {
        var store = new InMemoryRolloutStore();
        using (var before = new RolloutRig(RolloutRig.Guarded, store))
        {
            before.Pass(125);
            Assert.That(before.State, Is.EqualTo("Running 2 of attempt 1"));
        }

        using var rig = new RolloutRig(
            """{ "stages": [{ "name": "all", "percentage": 40, "hold": "00:05:00" }], "guards": { "errors": { "metric": "error" } } }""", store);
        rig.Pass(10);
        Assert.That((rig.Status.StageName, rig.Status.Percentage), Is.EqualTo(("all", 40)));
        rig.Calls(0, 100, static _ => false);
        rig.Pass(300);
        Assert.That(rig.Record.Phase, Is.EqualTo(RolloutPhase.Completed));
        Assert.That(rig.Log.Entries.Where(entry => entry.EventId.Id is 167 or 169), Is.Empty);
    }

    [Test]
    public void GuardsThatAreGone_AreNotShown()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded, new InMemoryRolloutStore());
        rig.Pass(2);
        Assert.That(rig.Status.Guards, Has.Count.EqualTo(1));

        rig.Set(RolloutRig.Guarded.Replace("""
            "errors": { "metric": "error" }
            """, "", StringComparison.Ordinal));
        rig.Pass(1);

        Assert.That((rig.Evaluator.Status.State, rig.Status.Guards.Count), Is.EqualTo((GrayFlagsState.Ready, 0)));
        Assert.That(rig.Evaluator.Begin(RolloutRig.Flag, RolloutRig.User(1)), Is.Not.EqualTo(default(GrayOutcome)));
    }

    [Test]
    public void FlagsThatComeAndGo_AreForgotten()
    {
        using var rig = new RolloutRig(RolloutRig.Guarded);
        for (var number = 0; number < 150; number++)
        {
            rig.Set(RolloutRig.Guarded, more: $$""", "g{{number}}": { "rollout": {{RolloutRig.Guarded}} }""");
            rig.Pass(1);
        }

        Assert.That(Internals.SessionsOf(rig.Evaluator), Is.LessThan(70));
    }
}
