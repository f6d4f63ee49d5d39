using System.Globalization;
namespace GrayFlags.Documents.Problems;

/// <content>Rollouts.</content>
internal static partial class ProblemText
{
    public const string OrderAllowed = "random, sequential or geographic";
    public const string AdvanceAllowed = "auto, approval or evidence";
    public const string MetricAllowed = "error, duration, score, optOut or mismatch";
    public const string GuardKindAllowed = "rate, mean, quantile or score";
    public const string CompareAllowed = "control or limit";
    public const string ActionAllowed = "rollback, withhold, pause or none";
    public const string CountAllowed = "first or both";
    public const string NotEndedAllowed = "fail or ignore";
    public const string AfterCompletionAllowed = "alarm, rollback or none";
    public const string SettleAllowed = "a duration from 00:00:01 to 01:00:00 in whole seconds";
    public const string CountsBothWithoutErrors =
        "one good and one bad outcome of a unit are counted for guards on errors that compare with the control and have no "
        + "absolute tolerance; leave 'count' out";
    public const string NotEndedOfAnotherMetric = "only a guard on errors can ignore calls that have not ended; others know how long they have lasted";
    public const string AfterCompletionWithoutLimit =
        "after completion there is no control to compare with, only limits go on; leave 'afterCompletion' out, or compare with a limit";
    public const string ResumeAllowed = "manual or auto";
    public const string MaxHoldAllowed = "hold or promote";
    public const string DurationAllowed = "a duration, such as '00:30:00' or '2.00:00:00',";

    public const string StagesOrRamp = "a rollout has either stages or a ramp: give it one of the two";
    public const string EmptyStages = "the rollout has no stage; give it at least one, such as { \"name\": \"all\", \"percentage\": 100 }";
    public const string PercentageInAudience = "an audience has no percentage: the stages say how many take part";
    public const string DefaultWithRollout = "a flag with a rollout serves false to those who are not admitted: leave the default out, or write false";
    public const string RampWithGuards = "a ramp goes by the clock and waits for no guard: write stages, or leave the guards out";
    public const string GeographicRamp = "the order is geographic, and a ramp names no regions: write stages";
    public const string NoRegions = "the order is geographic, so every stage but the last names its regions";
    public const string ShareNotSequential = "a share is the random part of those whose rank is reached: only a rollout in sequential order has one";
    public const string RankNotSequential = "only a rollout in sequential order goes by a rank";
    public const string MismatchIsALimit =
        "only one of the two answers is the user's, so there is no control to compare mismatches with: write \"compare\": \"limit\" and a max";
    public const string LimitWithoutMax = "a limit needs max, the highest rate that is allowed, such as 0.02";
    public const string MaxWithoutLimit = "max is the limit of a guard with \"compare\": \"limit\"; one that compares with the control has a tolerance";
    public const string ToleranceWithLimit = "a tolerance is about the control; a guard with \"compare\": \"limit\" has max";
    public const string QuantileMissing = "a guard of a quantile needs to know which: give it a quantile from 0.5 to 0.999";
    public const string EvidenceWithoutGuard =
        "evidence compares error rates: give the rollout a guard with \"metric\": \"error\" that compares with the control";

    public static string NotANumber(string found) => Invariant($"{found} is not a number such as 0.05");

    public static string NotAShare(string found) => Invariant($"{found} is not a share; a number from 0 to 1 with up to five decimals is allowed");

    public static string NotADuration(string found) =>
        Invariant($"{found} is not a duration; whole seconds above 0 and up to 3650 days are allowed, written as 00:30:00 or 2.00:00:00");

    public static string OutOfRange(decimal found, string allowed) => Invariant($"{found} is not allowed; {allowed} is");

    public static string BadUnit(string found) =>
        Invariant($"{found} cannot take part in a rollout, in which who was admitted stays admitted; user, region or the name of an attribute is allowed");

    public static string BadRolloutServe(string found) => Invariant($"a rollout serves true or one variant, not {found}");

    public static string FallingPercentage(decimal found, decimal before, string stage) =>
        Invariant($"{found} is below {before} of the stage {stage}; who was admitted stays admitted, so the stages never fall");

    public static string TooManyComparedRegions(long max) =>
        Invariant($"the regions of stages whose share falls are more than {max} to compare; write fewer stages or fewer regions");

    public static string FallingRamp(decimal to, decimal from) =>
        Invariant($"to {to} is below from {from}; who was admitted stays admitted, so a ramp never falls");

    public static string MaxHoldBelowHold(TimeSpan maxHold, TimeSpan hold) => Invariant($"maxHold {maxHold:c} is below hold {hold:c}");

    public static string KindOfAnotherMetric(string kind, string metric, string allowed) =>
        Invariant($"the kind {kind} does not fit the metric {metric}; {allowed} is allowed");

    public static string QuantileOfAnotherKind(string kind) =>
        Invariant($"a guard of the kind {kind} has no quantile; leave it out, or write \"kind\": \"quantile\"");

    public static string LimitOfAnotherKind(string kind) => Invariant($"a guard of the kind {kind} has no limit of its own: only rates have one");

    public static string NoControl(string stage, string guards) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the stage {stage} leaves nothing to chance, so nobody in it can be compared with a control by {guards}; "
                + $"give it a share above 0 and below 100, or compare with a limit");

    public static string EvidenceWithoutControl(string stage) =>
        Invariant($"the stage {stage} waits for evidence but leaves nothing to chance, so it would wait for ever; give it a share above 0 and below 100");

    public static string SaltOfARule(string salt, string rule) =>
        Invariant($"the salt {salt} is that of {rule} too, whose percentage would choose between the arms; give the rollout a salt of its own");
}
