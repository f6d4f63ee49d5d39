using System.Reflection;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

[Fault("D2"), Fault("D4"), Fault("D5"), Fault("D6"), Fault("D8"), Fault("D16")]
internal sealed class DocumentReaderProblemTests
{
    // What only the compiler can know: ranges, names, references, and what a definition says as a whole.
    private static readonly string[] OfTheCompiler =
    [
        nameof(ProblemText.FlagSaysNothing), nameof(ProblemText.SegmentSaysNothing),
        nameof(ProblemText.NotInSegments), nameof(ProblemText.ConditionsSayNothing), nameof(ProblemText.EmptyWindow),
        nameof(ProblemText.NothingNested), nameof(ProblemText.NotMonthly), nameof(ProblemText.MonthlyWithoutDays),
        nameof(ProblemText.EmptyEntry),
        nameof(ProblemText.RangeBeyond100), nameof(ProblemText.StartNotBeforeEnd), nameof(ProblemText.UnknownReference), nameof(ProblemText.Cycle),
        nameof(ProblemText.TooDeepReference), nameof(ProblemText.SwitchAsVariant),
        nameof(ProblemText.ReservedWord), nameof(ProblemText.ReservedVariant), nameof(ProblemText.BadRegion), nameof(ProblemText.DeepRegion),
        nameof(ProblemText.BadSubject), nameof(ProblemText.EmptySalt), nameof(ProblemText.WeightsAllZero), nameof(ProblemText.SplitWithoutWeights),
        nameof(ProblemText.TooManyRequired), nameof(ProblemText.TooManyAsked), nameof(ProblemText.CannotBeWritten), nameof(ProblemText.StaticAndMore),
        nameof(ProblemText.WhenSaysNothing), nameof(ProblemText.AttributeSaysNothing), nameof(ProblemText.NullLiteral), nameof(ProblemText.EmptyPart),
        nameof(ProblemText.CaseOfNothing),
        nameof(ProblemText.BadAttribute),
        nameof(ProblemText.NotInOrder), nameof(ProblemText.BadPattern), nameof(ProblemText.PatternTooLong), nameof(ProblemText.BadVersionRange),
        nameof(ProblemText.BadNetwork),
        nameof(ProblemText.NoTest), nameof(ProblemText.ConditionThrew),
        nameof(ProblemText.NoOffsetAndNoZone), nameof(ProblemText.UnknownTimeZone), nameof(ProblemText.BeyondTime), nameof(ProblemText.NoTimeZone),
        nameof(ProblemText.RecurrenceSaysNothing),
        nameof(ProblemText.FromIsTo), nameof(ProblemText.DaysOfADailyRecurrence), nameof(ProblemText.WeeklyWithoutDays), nameof(ProblemText.UntilAndCount),
        nameof(ProblemText.UntilBeforeStart), nameof(ProblemText.NoAnchor),
        nameof(ProblemText.EmptyRamp), nameof(ProblemText.ShapeWithoutRamp), nameof(ProblemText.RampNotAscending), nameof(ProblemText.LayerOverlap),
        nameof(ProblemText.StagesOrRamp), nameof(ProblemText.EmptyStages), nameof(ProblemText.PercentageInAudience), nameof(ProblemText.DefaultWithRollout),
        nameof(ProblemText.RampWithGuards), nameof(ProblemText.GeographicRamp),
        nameof(ProblemText.NoRegions), nameof(ProblemText.ShareNotSequential), nameof(ProblemText.RankNotSequential), nameof(ProblemText.MismatchIsALimit),
        nameof(ProblemText.LimitWithoutMax), nameof(ProblemText.MaxWithoutLimit),
        nameof(ProblemText.ToleranceWithLimit), nameof(ProblemText.QuantileMissing), nameof(ProblemText.EvidenceWithoutGuard), nameof(ProblemText.OutOfRange),
        nameof(ProblemText.BadUnit), nameof(ProblemText.BadRolloutServe),
        nameof(ProblemText.FallingPercentage), nameof(ProblemText.FallingRamp), nameof(ProblemText.MaxHoldBelowHold), nameof(ProblemText.KindOfAnotherMetric),
        nameof(ProblemText.QuantileOfAnotherKind), nameof(ProblemText.LimitOfAnotherKind),
        nameof(ProblemText.NoControl), nameof(ProblemText.CountsBothWithoutErrors), nameof(ProblemText.NotEndedOfAnotherMetric),
        nameof(ProblemText.AfterCompletionWithoutLimit), nameof(ProblemText.SettleAllowed), nameof(ProblemText.EvidenceWithoutControl),
        nameof(ProblemText.SaltOfARule),
        nameof(ProblemText.NestedPercentage), nameof(ProblemText.BadJsonLogic), nameof(ProblemText.NotInTheWhole), nameof(ProblemText.BeyondTheWhole),
        nameof(ProblemText.OnlyWithHash), nameof(ProblemText.NotWithHash), nameof(ProblemText.NotWholeUnleash), nameof(ProblemText.OutOf100),
        nameof(ProblemText.SaltWithHash), nameof(ProblemText.UnknownHash), nameof(ProblemText.UnknownMissing), nameof(ProblemText.AllocationOfNothing),
        nameof(ProblemText.AllocationWithServe), nameof(ProblemText.AllocationWithRollout),
    ];

    // Parts of other messages, and the one that needs a thousand problems; it has a test of its own.
    private static readonly string[] NotOfOneRow =
    [
        nameof(ProblemText.MaxWhole),
        nameof(ProblemText.PercentageAllowed), nameof(ProblemText.NameAllowed), nameof(ProblemText.MoreProblems),
        nameof(ProblemText.MoreUnknown), nameof(ProblemText.TooManySteps), nameof(ProblemText.MoreCircles), nameof(ProblemText.MoreInCircle),
        nameof(ProblemText.PatternOfTooManyClasses), nameof(ProblemText.PatternTooLarge),
        nameof(ProblemText.PatternsTooLarge), nameof(ProblemText.TooManyComparedRegions), nameof(ProblemText.PatternThatExplodes),
        nameof(ProblemText.PatternsTakeTooMuch),
        nameof(ProblemText.OrderAllowed), nameof(ProblemText.AdvanceAllowed), nameof(ProblemText.MetricAllowed), nameof(ProblemText.GuardKindAllowed),
        nameof(ProblemText.CompareAllowed), nameof(ProblemText.ActionAllowed), nameof(ProblemText.CountAllowed), nameof(ProblemText.NotEndedAllowed),
        nameof(ProblemText.AfterCompletionAllowed), nameof(ProblemText.ResumeAllowed), nameof(ProblemText.MaxHoldAllowed), nameof(ProblemText.DurationAllowed),
    ];

    internal static IEnumerable<TestCaseData> AllRows => [.. BadDocuments.Rows(), .. BadText.Rows(), .. BadValues.Rows(), .. BadRollouts.Rows()];

    [TestCaseSource(nameof(AllRows))]
    public void Read_OneMistake_IsTheOnlyProblemWithPathLineAndMessage(byte[] utf8, DocumentReaderOptions? options, string path, int? line, string message)
    {
        var result = FlagDocument.Read(utf8, options);

        Assert.That(result.Document, Is.Null);
        Assert.That(result.Problems, Has.Count.EqualTo(1), Samples.Problems(result));
        Assert.That(result.Problems[0].Path, Is.EqualTo(path));
        Assert.That(result.Problems[0].Line, Is.EqualTo(line));
        Assert.That(result.Problems[0].Message, Does.Contain(message));
    }

    [Test]
    public void Rows_CoverEveryMessageOfTheReader()
    {
        var messages = typeof(ProblemText).GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(member => member.Name);
        var covered = AllRows.Select(row => (string)row.Properties.Get(BadDocumentRow.Covers)!).ToHashSet();

        Assert.That(covered, Is.EquivalentTo(messages.Except(OfTheCompiler).Except(NotOfOneRow)));
    }

    [Test]
    public void Read_SeveralMistakes_ReportsAllInTheOrderOfTheText()
    {
        var result = Samples.Read("""
            {
              "version": "1",
              "ofs": ["a"],
              // a comment
              "segments": {
                "staff": { "user": [] }
              },
              "flags": {
                "a": {
                  "enabled": 1,
                  "rules": {
                    "r": {
                      "percentage": "25%",
                      "window": {
                        "start": "2026-12-01T24:00:00" },
                      "when": []
                    },
                    "R": true
                  }
                },
                "b": maybe
              }
            }
            """);

        Assert.That(result.Problems.Select(problem => $"{problem.Line} {problem.Path}"), Is.EqualTo(new[]
        {
            "2 version",
            "3 ofs",
            "6 segments.staff.user",
            "10 flags.a.enabled",
            "13 flags.a.rules.r.percentage",
            "15 flags.a.rules.r.window.start",
            "16 flags.a.rules.r.when",
            "18 flags.a.rules.R",
            "21 flags.b",
        }));
    }

    [Test]
    public void Read_ProblemsOfAWholeObject_StandWhereItStarts()
    {
        var result = Samples.Read("{\n\"flags\": {\n\"a\": 1,\n\"b\": true }, \"x\": 1 }", new DocumentReaderOptions { Limits = new() { MaxFlags = 1 } });

        Assert.That(result.Problems.Select(problem => $"{problem.Line} {problem.Path}"), Is.EqualTo(new[] { "2 flags", "3 flags.a", "4 x" }));
    }

    [Test]
    public void Read_WithSource_NamesItInEveryProblem()
    {
        var options = new DocumentReaderOptions { Source = "flags.json" };

        Assert.That(Samples.Read("{\n\"x\": 1 }", options).Problems[0].ToString(), Does.StartWith("flags.json(2): x: 'x' is not a field here"));
        Assert.That(Samples.Read("", options).Problems[0].ToString(), Does.StartWith("flags.json(1): the document is empty"));
        Assert.That(Samples.Read("{", options).Problems[0].ToString(), Does.StartWith("flags.json(1): not valid JSON: "));
    }

    [Test]
    public void Read_MoreProblemsThanAnybodyReads_ListsAThousandAndCountsTheRest()
    {
        var result = Samples.Read($"{{ \"off\": [{string.Join(',', Enumerable.Repeat("0", 2_500))}] }}");

        Assert.That(result.Problems, Has.Count.EqualTo(1_001));
        Assert.That(result.Problems[1_000].Message, Is.EqualTo("1500 more problems are not listed"));
        Assert.That(result.Off, Is.Empty);
    }

    [TestCase("{ \"flags\": { \"a\": null, \"A\": true } }", TestName = "Read_EntryThatIsNullTheFirstTime_IsStillGivenTwice")]
    [TestCase("{ \"flags\": { \"a\": 1, \"A\": true } }", TestName = "Read_EntryThatIsWrongTheFirstTime_IsStillGivenTwice")]
    [TestCase("{ \"flags\": { \"a\": { \"enabled\": null, \"Enabled\": null } } }", TestName = "Read_FieldThatIsNullBothTimes_IsStillGivenTwice")]
    public void Read_RepeatedName_IsAProblemWhateverItHolds(string json) =>
        Assert.That(
            Samples.Read(json).Problems,
            Has.Some.Matches<DocumentProblem>(problem => problem.Message.Contains("is given twice", StringComparison.Ordinal)));

    [Test]
    public void Read_RepeatedNameInMetadata_KeepsCaseApart()
    {
        // Metadata is the author's own JSON, where "a" and "A" are two names.
        Assert.That(Samples.Read("{ \"metadata\": { \"a\": 1, \"A\": [{ \"a\": 1 }, { \"a\": 2 }] } }").Problems, Is.Empty);
    }
}
