using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

internal sealed class RolloutReaderTests
{
    private static IEnumerable<string> Places =>
        JsonPlaces.Fields(JsonNode.Parse(RolloutSamples.Everything)!).Where(place => place.Contains(".rollout.", StringComparison.Ordinal));

    [Test]
    public void Read_EveryField_IsInTheDocument()
    {
        var flags = Samples.Read(RolloutSamples.Everything).Document!.Flags;

        // RolloutSamples.Everything, written down again by hand.
        Assert.That(DeepEqual.FirstDifference(Staged(), flags["staged"].Rollout), Is.Null);
        Assert.That(
            DeepEqual.FirstDifference(new RolloutDefinition { Ramp = new() { From = 1, To = 50, Over = TimeSpan.FromDays(2) } }, flags["ramped"].Rollout),
            Is.Null);
    }

    [Test]
    public void Sample_HoldsEveryFieldOfEveryObject()
    {
        // So that the tests below leave out none.
        var places = Places.Select(place => place[(place.LastIndexOf('.') + 1)..]).ToHashSet();
        var fields = new[]
        {
            Fields.Rollout, Fields.Audience, Fields.AudienceExcept, Fields.Stage, Fields.RolloutRamp, Fields.Guard, Fields.Tolerance, Fields.Evidence,
            Fields.Health, Fields.Rollback, Fields.Feedback, Fields.Removal,
        };

        Assert.That(fields.SelectMany(set => set.Names).Except(places), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Write_ReadsBackAsTheSame(bool indented)
    {
        var document = Samples.Read(RolloutSamples.Everything).Document!;

        var json = document.ToJson(indented);
        Assert.That(DeepEqual.FirstDifference(document, Samples.Read(json).Document), Is.Null);
        Assert.That(FlagDocument.Parse(json).ToJson(indented), Is.EqualTo(json));
    }

    [TestCaseSource(nameof(Places))]
    public void Field_LeftOutOrNull_IsAnotherDocumentAndTheSameOne(string place)
    {
        var without = Samples.Read(JsonPlaces.Without(RolloutSamples.Everything, place)).Document!;
        var nulled = Samples.Read(JsonPlaces.WithNull(RolloutSamples.Everything, place)).Document!;

        Assert.That(DeepEqual.FirstDifference(Samples.Read(RolloutSamples.Everything).Document, without), Is.Not.Null);
        Assert.That(DeepEqual.FirstDifference(without, nulled), Is.Null);
    }

    [Test]
    public void Read_PascalCase_ReadsTheSame()
    {
        var pascal = RolloutSamples.Everything;
        foreach (var name in typeof(Fields)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .SelectMany(field => ((FieldSet)field.GetValue(null)!).Names)
            .Distinct())
        {
            pascal = pascal.Replace($"\"{name}\":", $"\"{char.ToUpperInvariant(name[0])}{name[1..]}\":", StringComparison.Ordinal);
        }

        Assert.That(pascal, Does.Contain("\"OnRollback\"").And.Contain("\"RemoveWhen\""));
        Assert.That(DeepEqual.FirstDifference(Samples.Read(RolloutSamples.Everything).Document, Samples.Read(pascal).Document), Is.Null);
    }

    [TestCase("00:00:01", "00:00:01")]
    [TestCase("23:59:59", "23:59:59")]
    [TestCase("0.00:30:00", "00:30:00")]
    [TestCase("3650.00:00:00", "3650.00:00:00")]
    public void Duration_IsRead_AndWrittenInTheConstantFormat(string text, string written)
    {
        var json = """{"flags":{"a":{"rollout":{"stages":[{"hold":"TEXT"}]}}}}""".Replace("TEXT", text, StringComparison.Ordinal);

        Assert.That(FlagDocument.Parse(json).ToJson(indented: false), Is.EqualTo(json.Replace(text, written, StringComparison.Ordinal)));
    }

    [Test]
    public void Words_AreRead_InAnyCase()
    {
        var guard = FlagDocument.Parse(
            """{ "flags": { "a": { "rollout": { "guards": { "g": { "metric": "OPTOUT", "onBreach": "Rollback" } } } } } }""").Flags["a"].Rollout!.Guards!["G"];

        Assert.That((guard.Metric, guard.OnBreach), Is.EqualTo((GuardMetric.OptOut, GuardAction.Rollback)));
    }

    private static RolloutDefinition Staged() => new()
    {
        Id = "2026-12",
        Start = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(8)),
        Audience = Audience(),
        By = "tenant",
        Salt = "checkout-wave",
        Order = RolloutOrder.Sequential,
        Rank = "seniority",
        Serve = ServeDefinition.FromVariant("blue"),
        Stages =
        [
            new() { Name = "shadow", Percentage = 0, Shadow = 0.1m, Hold = TimeSpan.FromMinutes(30) },
            new()
            {
                Name = "quarter", Percentage = 25.5m, Share = 50, Regions = ["CN-GD"], Hold = TimeSpan.FromHours(12), MaxHold = TimeSpan.FromDays(2),
                MinSamples = 200, Advance = StageAdvance.Evidence,
                Window = new()
                {
                    TimeZone = "Asia/Shanghai",
                    Recurrence = new() { Days = [DayOfWeek.Monday, DayOfWeek.Friday], From = new TimeOnly(9, 0), To = new TimeOnly(18, 0) },
                },
            },
            new() { Name = "all", Percentage = 100 },
        ],
        Guards = new Dictionary<string, GuardDefinition>
        {
            ["errors"] = new()
            {
                Metric = GuardMetric.Error,
                Kind = GuardKind.Rate,
                Tolerance = new() { Relative = 0.1m, Absolute = 0.0005m },
                OnBreach = GuardAction.None,
                NotEnded = GuardNotEnded.Ignore,
            },
            ["dead"] = new() { Metric = GuardMetric.Error, Count = GuardCount.Both, OnBreach = GuardAction.Withhold },
            ["p95"] = new()
            {
                Metric = GuardMetric.Duration,
                Kind = GuardKind.Quantile,
                Quantile = 0.95m,
                Compare = GuardComparison.Control,
                OnBreach = GuardAction.Pause,
            },
            ["left"] = new() { Metric = GuardMetric.OptOut, Compare = GuardComparison.Limit, Max = 0.02m, AfterCompletion = GuardAfterCompletion.Rollback },
        },
        Risk = 0.05m,
        Settle = TimeSpan.FromSeconds(20),
        Evidence = new() { Delta = 0.02m, Risk = 0.1m },
        Health = new()
        {
            SampleRatioMismatch = GuardAction.Rollback,
            SilentArm = GuardAction.Pause,
            NoData = GuardAction.None,
            NoDataAfter = TimeSpan.FromMinutes(10),
        },
        OnRollback = new() { Resume = RolloutResume.Auto, Cooldown = TimeSpan.FromHours(3), MaxAttempts = 5 },
        Feedback = new() { RemoveWhen = new() { Negative = false, ScoreBelow = 0.4m }, For = TimeSpan.FromDays(7) },
        OnMaxHold = MaxHoldAction.Promote,
    };

    private static AudienceDefinition Audience() => new()
    {
        Users = ["u-1", "u-2"],
        Segments = ["staff"],
        Regions = ["CN"],
        When = new Dictionary<string, AttributeDefinition> { ["level"] = new() { In = ["gold", "silver"] } },
        Window = new() { End = new DateTimeOffset(2027, 12, 1, 0, 0, 0, TimeSpan.Zero) },
        Requires = new Dictionary<string, ServeDefinition> { ["base"] = true },
        Environments = ["Production"],
        Instances = ["web-1"],
        Custom = new Dictionary<string, CustomDefinition> { ["even"] = new() },
        Any = [new ConditionsDefinition { Users = ["u-1"] }],
        All = [new ConditionsDefinition { Regions = ["CN"] }],
        Not = new ConditionsDefinition { Users = ["u-4"] },
        Except = new()
        {
            Users = ["u-3"],
            Segments = ["staff"],
            Regions = ["CN-GD"],
            When = new Dictionary<string, AttributeDefinition> { ["level"] = new() { Eq = "bronze" } },
            Window = new() { End = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero) },
            Requires = new Dictionary<string, ServeDefinition> { ["base"] = false },
            Environments = ["Staging"],
            Instances = ["web-2"],
            Custom = new Dictionary<string, CustomDefinition> { ["even"] = new() { Parameters = JsonElement.Parse("{}") } },
            Any = [new ConditionsDefinition { Users = ["u-5"] }],
            All = [new ConditionsDefinition { Users = ["u-6"] }],
            Not = new ConditionsDefinition { Regions = ["CN"] },
        },
    };
}
