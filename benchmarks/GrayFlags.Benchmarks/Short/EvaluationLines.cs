using GrayFlags.Benchmarks.Floor;
using GrayFlags.Benchmarks.Loops;
using GrayFlags.Benchmarks.Peers;
using GrayFlags.Benchmarks.Workload;
using GrayFlags.Documents;

namespace GrayFlags.Benchmarks.Short;

/// <summary>The lines that are about single answers.</summary>
internal static class EvaluationLines
{
    // A guard keeps a few hundred kilobytes of filters and counters. Ten thousand of them would be 3 GB, which
    // the collector goes through in the rows that follow.
    private const int GuardedFlags = 100;

    public static IEnumerable<Line> Of(int flagCount)
    {
        var question = new Question(flagCount);
        var byHand = new HandWrittenFlags(question.Names, 50);
        var floor = new FloorLoop(byHand, question.Asked, Users.Ids);
        var lookup = new LookupLoop(new HandWrittenFlags(question.Names, 100), question.Asked);
        var contexts = Users.Contexts();
        var half = Flags.Evaluator(WorkKind.Percentage, question.Names);
        EqualAnswers.Assert(
            WorkKind.Percentage,
            index => half.IsEnabled(question.Asked[index], contexts[index]),
            index => byHand.IsEnabled(question.Asked[index], Users.Ids[index]));

        yield return new("50 % flag, contexts never asked before", 1.1, new(floor, new FreshLoop(half, question.Asked)));
        yield return new("50 % flag, contexts already asked once", 0.48, new(floor, new NameLoop(half, question.Asked, contexts)));
        yield return new("50 % flag, through a handle", 0.24, new(floor, Handles(half, question, contexts)));
        yield return new(
            "50 % flag, asked once, metrics listened to (0.48 + 0.25)", 0.48 + 0.25,
            new(floor, new NameLoop(Listener.Attached(() => Flags.Evaluator(WorkKind.Percentage, question.Names)), question.Asked, contexts)));
        var measured = Flags.Evaluator(WorkKind.Percentage, question.Names, static options => options.MeasureUsage = true);
        yield return new(
            "50 % flag, asked once, usage measured (0.48 + 0.25)", 0.48 + 0.25, new(floor, new NameLoop(measured, question.Asked, contexts)));
        var shown = Flags.BehindDashboard(WorkKind.Percentage, question.Names);
        yield return new(
            "50 % flag, behind a dashboard that nobody looks at, against the same without", 1.1,
            new(new NameLoop(half, question.Asked, contexts), new NameLoop(shown, question.Asked, contexts)));
        yield return new("plain on flag, against the bare look-up", 1.3, new(lookup, Named(WorkKind.Plain, question, contexts)));
        yield return new("segment of 20 countries + 25 %", 1.3, new(floor, Named(WorkKind.CountriesAndPercentage, question, contexts)));
        yield return new("the same, contexts never asked before", 1.3, new(floor, Fresh(WorkKind.CountriesAndPercentage, question)));
        yield return new("list of 1,000 users", 1.3, new(floor, Named(WorkKind.UserList, question, contexts)));
        yield return new("the same, contexts never asked before", 1.3, new(floor, Fresh(WorkKind.UserList, question)));
        yield return new("time window", 1.3, new(floor, Named(WorkKind.Window, question, contexts)));
        yield return new(
            "flag with a rollout, against a plain 50 %", 1.15, new(new NameLoop(half, question.Asked, contexts), Named(WorkKind.Rollout, question, contexts)));
        if (flagCount > GuardedFlags)
        {
            yield break;
        }

        yield return new("the same with a guard", 1.15, new(new NameLoop(half, question.Asked, contexts), Named(WorkKind.GuardedRollout, question, contexts)));
        yield return new(
            "the same on the log of a fleet, against the one without", 1.1,
            new(Named(WorkKind.GuardedRollout, question, contexts), Named(WorkKind.FleetRollout, question, contexts)));
    }

    /// <summary>What DESIGN.md draws no line for.</summary>
    public static IEnumerable<Line> Others()
    {
        var question = new Question(100);
        var byHand = new HandWrittenFlags(question.Names, 50);
        var floor = new FloorLoop(byHand, question.Asked, Users.Ids);
        var contexts = Users.Contexts();
        var half = Flags.Evaluator(WorkKind.Percentage, question.Names);

        yield return new(
            $"{Requests.FlagsEach} flags for one request", null, new(new RequestFloorLoop(byHand, question.Asked), new RequestLoop(half, question.Asked)));
        yield return new("50 rules, 30 of them never matching", null, new(floor, Named(WorkKind.ManyRules, question, contexts)));
        yield return new("segments of segments, 8 levels", null, new(floor, Named(WorkKind.NestedSegments, question, contexts)));
        yield return new("hash of an id: ours, against MurmurHash3_x86_32 by hand", null, new(new HashLoop<ByHandHash>(), new HashLoop<OurHash>()));
        yield return new("hash of an id: the framework's SHA-256", null, new(new HashLoop<ByHandHash>(), new HashLoop<FrameworkSha256>()));
        yield return new(
            "hash of an id: string.GetHashCode (differs between processes)", null, new(new HashLoop<ByHandHash>(), new HashLoop<FrameworkStringHash>()));
        foreach (var (hash, system) in new[]
        {
            (BucketHash.Unleash, "Unleash"),
            (BucketHash.FeatureManagement, "Microsoft.FeatureManagement"),
            (BucketHash.Flagd, "flagd"),
        })
        {
            yield return new(
                $"50 % flag by the hash of {system}", null, new(floor, new NameLoop(Flags.Foreign(hash, question.Names), question.Asked, contexts)));
        }

        foreach (var (kind, work) in new[]
        {
            (WorkKind.Plain, "plain on flag"),
            (WorkKind.Percentage, "50 % flag"),
            (WorkKind.UserList, "list of 1,000 users"),
        })
        {
            var ours = Flags.Evaluator(kind, question.Names);
            var theirs = new FeatureManagementPeer(kind, question.Names);
            var theirContexts = FeatureManagementPeer.Contexts();
            EqualAnswers.Assert(
                kind,
                index => ours.IsEnabled(question.Asked[index], contexts[index]),
                index => theirs.IsEnabled(question.Asked[index], theirContexts[index]));
            yield return new($"{work}: GrayFlags", null, new(floor, new NameLoop(ours, question.Asked, contexts)));
            yield return new($"{work}: Microsoft.FeatureManagement 4.7.0", null, new(floor, new PeerLoop(theirs, question.Asked, theirContexts)));
        }
    }

    public static IEnumerable<Line> Loading()
    {
        foreach (var count in new[] { 1_000, 10_000 })
        {
            yield return new(
                $"{count:N0} flags read, compiled and live, against JsonDocument.Parse", count == 10_000 ? 4 : null,
                new(new ParseLoop(LargeDocument.Json(count, 1)), new LoadLoop(count))) { AllocatesNothing = false };
        }
    }

    private static NameLoop Named(WorkKind kind, Question question, GrayContext[] contexts) =>
        new(Flags.Evaluator(kind, question.Names), question.Asked, contexts);

    private static FreshLoop Fresh(WorkKind kind, Question question) => new(Flags.Evaluator(kind, question.Names), question.Asked);

    private static HandleLoop Handles(GrayEvaluator evaluator, Question question, GrayContext[] contexts)
    {
        var handles = question.Names.ToDictionary(name => name, evaluator.GetFlag, StringComparer.Ordinal);
        return new([.. question.Asked.Select(name => handles[name])], contexts);
    }
}
