using System.Security.Cryptography;
using System.Text.Json;
using GrayFlags.Bucketing;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Guards.Bets;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Guards;

/// <summary>The whole guard, from the begin of each call to the evidence, against sequences that other programs computed from the same description.</summary>
/// <remarks>
/// The file has levels from a minute on, and the whole attempt a weight of 3/4. The guard has one more level, of 15 seconds, and 0.7: every process is the
/// same.
/// </remarks>
public sealed class EpochVectorTests
{
    private const double Tolerance = 1e-9;
    private const int SlotMask = 16_383;
    private const double WeightOfWhole = 0.75;
    private const int FirstLevel = 1;

    private static readonly string PathOfVectors = Path.Combine(TestContext.CurrentContext.TestDirectory, "Rollouts", "Guards", "guard_vectors_2.json");
    private static readonly JsonElement File = Read();

    private static IEnumerable<TestCaseData> Sequences =>
        from sequence in File.GetProperty("sequences").EnumerateArray()
        from rule in new[] { "first", "both" }
        select new TestCaseData(sequence, rule).SetArgDisplayNames($"{sequence.GetProperty("name").GetString()}, {rule}");

    [Test]
    public void File_NeverEdited()
    {
        Assert.That(
            Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(PathOfVectors))),
            Is.EqualTo("22b9594186a68899a8734492b86a014376b276080de2bb65ad74c552c1648364"));
        Assert.That(Sequences.Count(), Is.EqualTo(12));
    }

    [TestCaseSource(nameof(Sequences))]
    public void Sequence_EveryCheckpoint_HasTheProcessesOfTheFile(JsonElement sequence, string rule)
    {
        // With an absolute tolerance first outcomes count, whatever the document says.
        var expected = sequence.GetProperty("expect").TryGetProperty(rule, out var given) ? given : sequence.GetProperty("expect").GetProperty("first");
        var checkpoints = expected.GetProperty("checkpoints").EnumerateArray().ToDictionary(point => point.GetProperty("t").GetInt32());
        var run = new Run(sequence, rule);
        var threshold = Math.Log(sequence.GetProperty("guards").GetInt32() / sequence.GetProperty("risk").GetDouble());
        int? breach = null;
        for (var second = 0; second <= checkpoints.Keys.Max(); second++)
        {
            var lnE = run.Tick(second);
            breach ??= lnE >= threshold ? second : null;
            if (checkpoints.TryGetValue(second, out var point))
            {
                Check(run, lnE, point);
            }
        }

        Assert.That(checkpoints, Is.Not.Empty);
        Assert.That(breach, Is.EqualTo(expected.GetProperty("breach") is { ValueKind: JsonValueKind.Number } at ? at.GetInt32() : (int?)null));
    }

    private static void Check(Run run, double lnE, JsonElement point)
    {
        var state = run.Guards.Capture().Guards[0];

        // In the file the whole attempt comes first, and then the levels.
        int[] order = [EpochWealth.Whole, .. Enumerable.Range(FirstLevel, EpochWealth.Whole - FirstLevel)];
        double[] levels = [.. order.Skip(1).Select(index => LnEOf(state.Wealth[index]))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lnE, Is.EqualTo(point.GetProperty("lnE").GetDouble()).Within(Tolerance), $"ln E at {point.GetProperty("t")}");
            Assert.That(run.Peak, Is.EqualTo(point.GetProperty("peak").GetDouble()).Within(Tolerance), "peak");
            Assert.That(LnEOf(state.Wealth[EpochWealth.Whole]), Is.EqualTo(point.GetProperty("whole").GetDouble()).Within(Tolerance), "whole");
            Assert.That(levels, Is.EqualTo(Numbers(point.GetProperty("levels"))).Within(Tolerance), "levels");
        }

        var names = new[] { "S", "n", "W1", "W0" };
        for (var name = 0; name < names.Length; name++)
        {
            // Calls are counted only where they mean something.
            if (name < 2 || run.CountsCalls)
            {
                var numbers = Numbers(point.GetProperty(names[name]));
                double[] mine = [.. Enumerable.Range(FirstLevel, EpochWealth.Count - FirstLevel).Select(index => state.Wealth[index][RiskRatios.Count + name])];
                Assert.That(mine, Is.EqualTo(numbers).Within(1e-6), names[name]);
            }
        }
    }

    private static double LnEOf(double[] process) => LogSum.OfMean(process.AsSpan(0, RiskRatios.Count));

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(PathOfVectors));
        return document.RootElement.Clone();
    }

    private sealed class Run
    {
        private readonly ManualTimeProvider _time = new();
        private readonly OutcomeRecorder _recorder;
        private readonly Queue<(TimeSpan At, int Event, bool IsEnd)> _steps;
        private readonly double[][] _events;
        private readonly CallTicket[] _tickets;
        private readonly Dictionary<int, ulong> _units = [];
        private TimeSpan _now;

        public Run(JsonElement sequence, string rule)
        {
            var absolute = sequence.GetProperty("abs").GetDouble();
            CountsCalls = rule == "both" && absolute.Equals(0.0);
            var guard = new GuardPlan
            {
                Name = "errors",
                Metric = GuardMetric.Error,
                Kind = GuardKind.Rate,
                Relative = sequence.GetProperty("rel").GetDouble(),
                Absolute = absolute,
                OnBreach = GuardAction.Rollback,
                Count = rule == "both" ? GuardCount.Both : GuardCount.First,
            };
            _recorder = new OutcomeRecorder(_time, 1);
            Guards = new GuardSet(Plans.Of([guard]), _recorder, _time, planned: sequence.GetProperty("planned").GetDouble(), followsControl: false);
            _events = [.. sequence.GetProperty("events").EnumerateArray().Select(each => each.EnumerateArray().Select(NumberOf).ToArray())];
            _tickets = new CallTicket[_events.Length];
            var begins = _events.Select((each, index) => (TimeSpan.FromSeconds(each[0]), index, false));
            var ends = _events
                .Select((each, index) => (TimeSpan.FromSeconds(double.IsNaN(each[1]) ? 0 : each[1]), index, true))
                .Where(step => !double.IsNaN(_events[step.index][1]));
            _steps = new Queue<(TimeSpan, int, bool)>(begins.Concat(ends).OrderBy(step => step.Item1).ThenBy(step => step.Item3));
        }

        public GuardSet Guards { get; }

        public bool CountsCalls { get; }

        public double Peak { get; private set; } = Math.Log(WeightOfWhole);

        private static double NumberOf(JsonElement number) => number.ValueKind == JsonValueKind.Null ? double.NaN : number.GetDouble();

        public double Tick(int second)
        {
            while (_steps.TryPeek(out var step) && step.At <= TimeSpan.FromSeconds(second))
            {
                _steps.Dequeue();
                MoveTo(step.At);
                Play(step.Event, step.IsEnd);
            }

            MoveTo(TimeSpan.FromSeconds(second));
            Guards.Tick(0);
            var (lnE, _) = Guards.All[0].Wealth.Largest(WeightOfWhole, FirstLevel);
            Peak = Math.Max(Peak, lnE);
            return lnE;
        }

        private void Play(int index, bool isEnd)
        {
            var each = _events[index];
            if (isEnd)
            {
                _recorder.End(_tickets[index], each[5] > 0 ? CallVerdict.Failure : CallVerdict.Success);
                return;
            }

            var size = (int)Math.Round(each[3] * Bucket.Count);
            _tickets[index] = _recorder.Begin(new Assignment(each[4] > 0 ? GrayArm.Canary : GrayArm.Control, UnitOf((int)each[2]), size, 0), isEvidence: true);
        }

        // A unit with a slot of its own: in the file none share one.
        private ulong UnitOf(int number)
        {
            if (!_units.TryGetValue(number, out var unit))
            {
                unit = (ulong)number << 32;
                while ((_recorder.HashOf(unit) & SlotMask) != number)
                {
                    unit++;
                }

                _units[number] = unit;
            }

            return unit;
        }

        private void MoveTo(TimeSpan at)
        {
            if (at > _now)
            {
                _time.Advance(at - _now);
                _now = at;
            }
        }
    }
}
