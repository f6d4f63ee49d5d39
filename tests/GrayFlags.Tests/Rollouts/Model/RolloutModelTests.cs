using GrayFlags.Tests.Kit;
using GrayFlags.Tests.Rollouts.Stores;
using NUnit.Framework;
using Mode = GrayFlags.Tests.Rollouts.Stores.ScriptedStore.Mode;

namespace GrayFlags.Tests.Rollouts.Model;

/// <summary>Random sequences of seconds, outcomes, operators, restarts, edits, jumps of the clock and outages of the store, against a model.</summary>
[Category(FuzzSeeds.Category)]
public sealed class RolloutModelTests
{
    // The rows of ROLLOUTS.md are few: so many sequences go through each of them some thousand times.
    private const int Sequences = 400;
    private const int Steps = 60;

    private const string Document = """
        { "id": "ID", "stages": [{ "name": "s0", "percentage": 10, "hold": "00:00:20", "minSamples": 0 },
            { "name": "s1", "percentage": 40, "hold": "00:00:20", "minSamples": 0 },
            { "name": "s2", "percentage": 80, "hold": "00:00:20", "minSamples": 0 } MORE],
          "settle": "00:00:01", "health": { "splitMismatch": "none", "silentArm": "none" }, "onRollback": { "cooldown": "00:00:40", "maxAttempts": 3 },
          "guards": { "errors": { "metric": "error", "compare": "limit", "max": 0.05, "afterCompletion": "rollback" } } }
        """;

    private static readonly string[] Calls = ["pause", "resume", "promote", "rollback", "cancel", "restart"];
    private static readonly GrayContext[] Probes = [.. Enumerable.Range(0, 12).Select(number => RolloutRig.User(number * 7))];

    private static IEnumerable<int> Seeds => FuzzSeeds.Of(1);

    [TestCaseSource(nameof(Seeds))]
    public async Task Sequences_AreAsTheModelSays(int seed)
    {
        var phases = new HashSet<string>();
        for (var number = 0; number < Sequences; number++)
        {
            await Play(seed + number, phases);
        }

        Assert.That(phases, Is.SupersetOf(new[] { "Pending", "Running", "Paused", "RolledBack", "Cancelled", "Completed" }), "or it shows nothing");
    }

    private static async Task Play(int seed, HashSet<string> phases)
    {
        var random = new Random(seed);
        var (kept, time, model) = (new InMemoryRolloutStore(), new ManualTimeProvider(), new RolloutModel());
        var store = new ScriptedStore(kept);
        var document = Text("1");
        var rig = new RolloutRig(document, store, time);
        var (id, out_, outUntil) = (1, (GrayContext?)null, DateTimeOffset.MinValue);
        var history = new List<string>();
        rig.Pass(0);
        model.Look(false, true);
        var (admitted, attempt) = (new bool[Probes.Length], "");
        try
        {
            for (var step = 0; step < Steps; step++)
            {
                var isThere = store.Writes == Mode.Works;
                switch (random.Next(18))
                {
                    case < 8:
                        var seconds = random.Next(1, 12);
                        Note($"{seconds} s");
                        for (var second = 0; second < seconds; second++)
                        {
                            rig.Pass(1);
                            model.Second(false, isThere);
                        }

                        break;
                    case 8:
                        Note("failures");
                        var isBreached = Fail(rig, random.Next(1_000_000));
                        rig.Pass(1);
                        model.Second(isBreached, isThere);
                        break;
                    case < 12:
                        var call = Calls[random.Next(Calls.Length)];
                        Note(call);
                        Assert.That(await Operate(rig.Rollouts, call), Is.EqualTo(model.Operate(call, isThere)), Story(call));
                        Check("after a call");
                        rig.Pass(1);
                        model.Second(false, isThere);
                        break;
                    case 12 when random.Next(3) == 0:
                        // A process that ends says all that it has to say; so the store is there.
                        Note("restart of the process");
                        store.All = Mode.Works;
                        Follow();
                        rig.Dispose();
                        rig = new RolloutRig(document, store, time);
                        Check("started anew");
                        rig.Pass(0);
                        model.Look(false, true);
                        break;
                    case 13:
                        var jump = TimeSpan.FromSeconds((random.Next(2) == 0 ? -1 : 1) * random.Next(3, 100_000));
                        if (model.Phase is "Running" && out_ is null)
                        {
                            Note($"jump {jump}");
                            time.SetUtc(time.GetUtcNow() + jump);
                        }

                        break;
                    case 14:
                        Note($"store {(isThere ? "away" : "back")}");
                        store.All = isThere ? Mode.Fails : Mode.Works;
                        if (!isThere)
                        {
                            Follow();
                        }

                        break;
                    case 15:
                        Note("edit that is refused");
                        rig.Set(document.Replace("\"max\": 0.05", "\"max\": 0.06", StringComparison.Ordinal));
                        rig.Pass(0);
                        model.Look(false, isThere);
                        break;
                    case 16:
                        Note("edit that is good");
                        rig.Set(document, more: $$""", "n{{step}}": true""");
                        rig.Pass(0);
                        model.Look(false, isThere);
                        break;
                    case 17 when random.Next(3) == 0:
                        Note("new id");
                        document = Text($"{++id}");
                        rig.Set(document);
                        model = new RolloutModel();
                        Check("a new id");
                        rig.Pass(0);
                        model.Look(false, isThere);
                        break;
                    default:
                        Note("opt out");
                        var duration = TimeSpan.FromSeconds(100);
                        if (out_ is null
                            && await rig.Evaluator.Feedback.OptOutAsync(RolloutRig.Flag, Probes[0], duration) == FeedbackResult.RecordedAndRemoved)
                        {
                            (out_, outUntil) = (Probes[0], time.GetUtcNow().AddSeconds(100));
                        }

                        break;
                }

                Check("after a step");
            }
        }
        finally
        {
            rig.Dispose();
        }

        void Note(string what) => history.Add($"{model.Phase} {model.Stage}: {what}");

        string Story(string what) => $"seed {seed}, after {string.Join("; ", history)}: {what}";

        // A store that is back is asked again some seconds later. What waited for it happens in one of them, the model is told in which.
        void Follow()
        {
            for (var second = 0; second < 7; second++)
            {
                var before = $"{model.Phase} {model.Stage}";
                rig.Pass(1);
                model.Second(false, $"{rig.Record.Phase} {rig.Record.Stage}" != before);
            }

            Assert.That(model.WantsMore, Is.False, Story("the store is back"));
        }

        void Check(string when)
        {
            phases.Add(model.Phase);
            var record = rig.Record;
            Assert.That($"{record.Phase} {record.Stage} of {record.Attempt}", Is.EqualTo($"{model.Phase} {model.Stage} of {model.Attempt}"), Story(when));
            if (outUntil <= time.GetUtcNow())
            {
                out_ = null;
            }

            var now = $"{record.Id} {record.Attempt}";
            for (var index = 0; index < Probes.Length; index++)
            {
                var isOn = rig.Evaluator.IsEnabled(RolloutRig.Flag, Probes[index]);
                Assert.That(isOn && !model.Admits, Is.False, Story("nobody is admitted"));
                Assert.That(isOn && Probes[index] == out_, Is.False, Story("who is out stays out"));
                if (index > 0)
                {
                    Assert.That(now == attempt && model.Admits && admitted[index] && !isOn, Is.False, Story("nobody leaves within an attempt"));
                    admitted[index] = isOn || (now == attempt && admitted[index]);
                }
            }

            attempt = now;
        }
    }

    private static string Text(string id) => Document.Replace("ID", id, StringComparison.Ordinal).Replace("MORE", "", StringComparison.Ordinal);

    // Enough failures of the canary for any limit; false where nobody is in it.
    private static bool Fail(RolloutRig rig, int from)
    {
        var failures = 0;
        for (var number = from; failures < 30; number++)
        {
            using var outcome = rig.Evaluator.Begin(RolloutRig.Flag, RolloutRig.User(number));
            if (outcome.Arm == GrayArm.None)
            {
                return false;
            }

            if (outcome.Arm == GrayArm.Canary)
            {
                outcome.Fail();
                failures++;
            }
            else
            {
                outcome.Ignore();
            }
        }

        return true;
    }

    private static async Task<bool> Operate(IGrayRollouts rollouts, string call)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            var operation = call switch
            {
                "pause" => rollouts.PauseAsync(RolloutRig.Flag, "eve", "x", stop.Token),
                "resume" => rollouts.ResumeAsync(RolloutRig.Flag, "eve", "x", stop.Token),
                "promote" => rollouts.PromoteAsync(RolloutRig.Flag, "eve", "x", stop.Token),
                "rollback" => rollouts.RollbackAsync(RolloutRig.Flag, "eve", "x", stop.Token),
                "cancel" => rollouts.CancelAsync(RolloutRig.Flag, "eve", "x", stop.Token),
                _ => rollouts.RestartAsync(RolloutRig.Flag, "eve", "x", stop.Token),
            };

            // It waits for the store, while the clock stands still.
            if (!operation.IsCompleted)
            {
                await stop.CancelAsync();
            }

            await operation;
            return true;
        }
        catch (GrayNotSavedException)
        {
            // It holds all the same.
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            return false;
        }
    }
}
