using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Evaluation;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Fuzzing;

/// <summary>Broken documents by the hundred thousand: a document or problems, never an exception, and what serves serves on.</summary>
[Category(FuzzSeeds.Category)]
internal sealed class FuzzTests
{
    private const int Structured = 30_000;
    private const int Bytes = 70_000;
    private const int Live = 3_000;
    private const int MutantsOfOneDocument = 50;
    private const int ShareWritten = 4;
    private const int MaxListedProblems = 1_001;

    private static readonly GrayContext[] Contexts =
    [
        GrayContext.Anonymous,
        new("u0") { Region = "CN-GD-SZ", ["tenant"] = "t", ["plan"] = "pro", ["age"] = 41 },
        new("\ud800") { Region = "", ["tenant"] = double.MaxValue, ["session"] = true, ["plan"] = (string[])["a", ""] },
    ];

    private static readonly DocumentReaderOptions[] Options = [new(), new() { AllowComments = false }, new() { LiteralsAreText = true }];

    private static IEnumerable<int> Seeds => FuzzSeeds.Of(1);

    // The seed is the test's name: a failure is found again by it.
    [TestCaseSource(nameof(Seeds)), Fault("D1"), Fault("D2"), Fault("D3"), Fault("D5"), Fault("D14"), Fault("D16")]
    public void Mutants_OfEveryKind_AreADocumentOrProblems(int seed)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random);
        var tally = Enum.GetValues<Mutation>().ToDictionary(kind => kind, _ => (Good: 0, Bad: 0));
        var (document, other) = ("{}", JsonTree.Parse("{}"));
        for (var number = 0; number < Structured; number++)
        {
            if (number % MutantsOfOneDocument == 0)
            {
                (document, other) = (RandomDocument.Next(random).ToJson(), JsonTree.Parse(document));
            }

            var kind = (Mutation)random.Next(tally.Count);
            if (mutator.Break(JsonTree.Parse(document), other, kind) is not { } mutant)
            {
                continue;
            }

            var isGood = Check(Encoding.UTF8.GetBytes(mutant), Options[number % Options.Length], $"seed {seed}, mutant {number}, {kind}");
            tally[kind] = isGood ? (tally[kind].Good + 1, tally[kind].Bad) : (tally[kind].Good, tally[kind].Bad + 1);
        }

        TestContext.Out.WriteLine(string.Join('\n', tally));
        Assert.Multiple(() =>
        {
            foreach (var kind in new[] { Mutation.DuplicateField, Mutation.DuplicateFieldEscaped, Mutation.Cut })
            {
                Assert.That(tally[kind].Good, Is.Zero, kind.ToString());
            }

            foreach (var kind in new[] { Mutation.Reorder, Mutation.EscapeText })
            {
                Assert.That(tally[kind].Good, Is.GreaterThan(100), kind.ToString());
            }

            foreach (var kind in tally.Keys.Except([Mutation.Reorder, Mutation.EscapeText]))
            {
                Assert.That(tally[kind].Bad, Is.GreaterThan(25), kind.ToString());
            }
        });
    }

    [TestCaseSource(nameof(Seeds)), Fault("D1"), Fault("D4")]
    public void Mutants_ByBytes_AreADocumentOrProblems(int seed)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random);
        byte[] document = [];
        var good = 0;
        for (var number = 0; number < Bytes; number++)
        {
            if (number % MutantsOfOneDocument == 0)
            {
                document = Encoding.UTF8.GetBytes(RandomDocument.Next(random).ToJson());
            }

            good += Check(mutator.BreakBytes(document), Options[0], $"seed {seed}, mutant {number}") ? 1 : 0;
        }

        Assert.That(good, Is.InRange(Bytes / 100, Bytes * 99 / 100), "both happen");
    }

    [TestCaseSource(nameof(Seeds)), Fault("D1")]
    public void Mutants_Live_ChangeNothingUnlessTheyAreGood(int seed)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random);
        var provider = new InMemoryRuleProvider(RandomDocument.Next(random));
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            // Random documents nest more than anybody writes.
            builder.Services.AddGrayFlags(options => options.Limits = new DocumentLimits { MaxEvaluationCost = 1_000_000_000 });
            builder.AddConditions().AddRolloutStore(new InMemoryRolloutStore()).AddProvider(provider);
        });
        var (applied, refused) = (0, 0);
        for (var number = 0; number < Live; number++)
        {
            var document = RandomDocument.Next(random).ToJson();
            if (mutator.Break(JsonTree.Parse(document), JsonTree.Parse("{}"), (Mutation)random.Next((int)Mutation.Cut + 1)) is not { } mutant)
            {
                continue;
            }

            var (version, what) = (evaluator.Status.Version, $"seed {seed}, mutant {number}");
            provider.TrySetJson(mutant);
            var status = evaluator.Status;
            if (status.State == GrayFlagsState.Degraded)
            {
                refused++;

                // The kill switch of a refused document counts: then there is another version, of the same rules.
                Assert.That(status.Problems, Is.Not.Empty, what);
                Assert.That(status.Version == version || mutant.Contains("\"off\"", StringComparison.OrdinalIgnoreCase), what);
            }
            else
            {
                applied++;
                AskAll(evaluator, FlagDocument.Parse(mutant), what);
            }

            provider.TrySetJson(document);
            var after = evaluator.Status;
            Assert.That(
                after.State == GrayFlagsState.Ready || after.Problems.All(IsAboutARolloutUnderWay),
                what + ": deaf for the good one after it: " + string.Join("; ", after.Problems));
        }

        Assert.That(applied, Is.GreaterThan(500));
        Assert.That(refused, Is.GreaterThan(500));
    }

    // A rollout that has begun may not become another one under its id: a good document, but not now.
    private static bool IsAboutARolloutUnderWay(DocumentProblem problem) =>
        problem.Path.EndsWith(".rollout", StringComparison.Ordinal) && problem.Message.Contains("new id", StringComparison.Ordinal);

    // What is read is bounded, too: an upper bound of the memory that it held at any moment is what it allocated at all.
    private static bool Check(byte[] utf8, DocumentReaderOptions options, string what)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        DocumentReadResult result;
        try
        {
            result = FlagDocument.Read(utf8, options);
        }
        catch (Exception exception)
        {
            throw new AssertionException($"{what}: {exception}\n{Convert.ToBase64String(utf8)}");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > (64L * utf8.Length) + (16 << 20)
            || (result.Document is null) != (result.Problems.Count > 0)
            || result.Problems.Count > MaxListedProblems)
        {
            throw new AssertionException($"{what}: {allocated} bytes, {result.Problems.Count} problems\n{Convert.ToBase64String(utf8)}");
        }

        return result.Document is { } document && (utf8.Length % ShareWritten != 0 || IsStable(document, what));
    }

    private static bool IsStable(FlagDocument document, string what)
    {
        var written = document.ToJson();
        var again = FlagDocument.Read(Encoding.UTF8.GetBytes(written)).Document?.ToJson();
        return again == written ? true : throw new AssertionException($"{what}: not the same once more\n{written}\n{again}");
    }

    private static void AskAll(GrayEvaluator evaluator, FlagDocument document, string what)
    {
        // Draws for requests are made once in a snapshot.
        var snapshot = evaluator.CreateSnapshot();
        foreach (var flag in document.Flags.Keys)
        {
            foreach (var context in Contexts)
            {
                var decision = snapshot.Evaluate(flag, context);
                Assert.That(
                    decision.Error,
                    Is.EqualTo(DecisionError.None).Or.EqualTo(DecisionError.TargetingKeyMissing).Or.EqualTo(DecisionError.AttributeUnreadable),
                    what);
                Assert.That(snapshot.Explain(flag, context).Decision, Is.EqualTo(decision), what);
            }
        }
    }
}
