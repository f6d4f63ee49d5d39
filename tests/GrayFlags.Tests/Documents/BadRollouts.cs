using GrayFlags.Documents.Problems;
using NUnit.Framework;
using static GrayFlags.Tests.Documents.BadDocumentRow;

namespace GrayFlags.Tests.Documents;

/// <summary>Rollouts with one mistake of form each.</summary>
internal static class BadRollouts
{
    private const string At = "flags.a.rollout.";

    public static IEnumerable<TestCaseData> Rows() => [.. Objects(), .. Words(), .. Values(), .. Durations()];

    private static IEnumerable<TestCaseData> Objects()
    {
        yield return Row(
            nameof(ProblemText.Kind), BadDocuments.Flag("\"rollout\": true"), "flags.a.rollout", 2,
            "true is found where a rollout, which is an object, is expected");
        yield return Row(nameof(ProblemText.UnknownField), Rollout("\"stage\": []"), At + "stage", 3, "did you mean 'stages'?");
        yield return Row(nameof(ProblemText.Kind), Rollout("\"stages\": { \"canary\": { } }"), At + "stages", 3, "an object is found where a list of stages");
        yield return Row(nameof(ProblemText.Kind), Rollout("\"stages\": [ null ]"), At + "stages[0]", 3, "null is found where a stage, such as");
        yield return Row(nameof(ProblemText.Kind), Rollout("\"stages\": [ { },\n25 ]"), At + "stages[1]", 4, "25 is found where a stage");
        yield return Row(
            nameof(ProblemText.UnknownField), Rollout("\"stages\": [ { \"percent\": 1 } ]"), At + "stages[0].percent", 3,
            "'percent' is not a field here; allowed are name, percentage");
        yield return Row(nameof(ProblemText.Kind), Rollout("\"ramp\": [ ]"), At + "ramp", 3, "a list is found where a ramp, such as");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"guards\": [ { \"metric\": \"error\" } ]"), At + "guards", 3,
            "a list is found where an object of guards, keyed by name, is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"guards\": { \"g\": \"error\" }"), At + "guards.g", 3,
            "'error' is found where a guard, such as { \"metric\": \"error\" }, is expected");
        yield return Row(nameof(ProblemText.GivenTwice), Rollout("\"guards\": { \"g\": { },\n\"G\": { } }"), At + "guards.G", 4, "'G' is given twice");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"guards\": { \"g\": { \"tolerance\": 0.1 } }"), At + "guards.g.tolerance", 3,
            "0.1 is found where a tolerance, such as");
        foreach (var field in new[] { "evidence", "health", "onRollback", "feedback" })
        {
            yield return Row(nameof(ProblemText.Kind), Rollout($"\"{field}\": \"x\""), At + field, 3, "'x' is found where an object with '");
        }

        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"feedback\": { \"removeWhen\": true }"), At + "feedback.removeWhen", 3,
            "true is found where an object with 'negative' and 'scoreBelow' is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"audience\": [\"staff\"]"), At + "audience", 3, "a list is found where an object of conditions is expected");
        yield return Row(
            nameof(ProblemText.UnknownField), Rollout("\"audience\": { \"percentage\": 50 }"), At + "audience.percentage", 3,
            "'percentage' is not a field here; allowed are users");
        yield return Row(
            nameof(ProblemText.UnknownField), Rollout("\"audience\": { \"except\": { \"percentage\": 50 } }"), At + "audience.except.percentage", 3,
            "'percentage' is not a field here; allowed are users");
        yield return Row(
            nameof(ProblemText.UnknownField), Rollout("\"audience\": { \"except\": { \"except\": { } } }"), At + "audience.except.except", 3,
            "'except' is not a field here");
    }

    private static IEnumerable<TestCaseData> Words()
    {
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"order\": \"rank\""), At + "order", 3, "'rank' is found where random, sequential or geographic is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"onMaxHold\": \"wait\""), At + "onMaxHold", 3, "'wait' is found where hold or promote is expected");
        yield return Row(
            nameof(ProblemText.Kind), Stage("\"advance\": \"manual\""), At + "stages[0].advance", 3,
            "'manual' is found where auto, approval or evidence is expected");
        yield return Row(
            nameof(ProblemText.Kind), Guard("\"metric\": \"latency\""), At + "guards.g.metric", 3,
            "'latency' is found where error, duration, score, optOut or mismatch is expected");
        yield return Row(nameof(ProblemText.Kind), Guard("\"metric\": 0"), At + "guards.g.metric", 3, "0 is found where error, duration");
        yield return Row(
            nameof(ProblemText.Kind), Guard("\"kind\": \"median\""), At + "guards.g.kind", 3,
            "'median' is found where rate, mean, quantile or score is expected");
        yield return Row(
            nameof(ProblemText.Kind), Guard("\"compare\": \"before\""), At + "guards.g.compare", 3, "'before' is found where control or limit is expected");
        yield return Row(
            nameof(ProblemText.Kind), Guard("\"onBreach\": \"stop\""), At + "guards.g.onBreach", 3,
            "'stop' is found where rollback, withhold, pause or none is expected");
        yield return Row(nameof(ProblemText.Kind), Guard("\"count\": \"all\""), At + "guards.g.count", 3, "'all' is found where first or both is expected");
        yield return Row(nameof(ProblemText.Kind), Guard("\"notEnded\": 1"), At + "guards.g.notEnded", 3, "1 is found where fail or ignore is expected");
        yield return Row(
            nameof(ProblemText.Kind), Guard("\"afterCompletion\": \"pause\""), At + "guards.g.afterCompletion", 3,
            "'pause' is found where alarm, rollback or none is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"health\": { \"noData\": true }"), At + "health.noData", 3,
            "true is found where rollback, withhold, pause or none is expected");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"onRollback\": { \"resume\": \"never\" }"), At + "onRollback.resume", 3,
            "'never' is found where manual or auto is expected");
    }

    private static IEnumerable<TestCaseData> Values()
    {
        yield return Row(nameof(ProblemText.Kind), Rollout("\"id\": 1"), At + "id", 3, "1 is found where a text is expected");
        yield return Row(nameof(ProblemText.NoOffset), Rollout("\"start\": \"2026-12-01T09:00:00\""), At + "start", 3, "has no offset from UTC");
        yield return Row(nameof(ProblemText.NotAnInstant), Rollout("\"start\": \"soon\""), At + "start", 3, "'soon' is not an ISO 8601 date and time");
        yield return Row(nameof(ProblemText.BadName), Rollout("\"serve\": \"\""), At + "serve", 3, "'' is not a name");
        yield return Row(nameof(ProblemText.NotANumber), Rollout("\"risk\": \"5 %\""), At + "risk", 3, "'5 %' is not a number such as 0.05");
        yield return Row(nameof(ProblemText.NotANumber), Rollout("\"evidence\": {\n\"delta\": true }"), At + "evidence.delta", 4, "true is not a number");
        yield return Row(nameof(ProblemText.NotANumber), Guard("\"quantile\": 1e-40"), At + "guards.g.quantile", 3, "1e-40 is not a number");
        yield return Row(nameof(ProblemText.NotANumber), Guard("\"max\": \"0.1\""), At + "guards.g.max", 3, "'0.1' is not a number");
        yield return Row(
            nameof(ProblemText.NotANumber), Guard("\"tolerance\": { \"relative\": [] }"), At + "guards.g.tolerance.relative", 3, "a list is not a number");
        yield return Row(
            nameof(ProblemText.NotANumber), Rollout("\"feedback\": { \"removeWhen\": { \"scoreBelow\": {} } }"), At + "feedback.removeWhen.scoreBelow", 3,
            "an object is not a number");
        yield return Row(
            nameof(ProblemText.NotAShare), Stage("\"shadow\": \"a tenth\""), At + "stages[0].shadow", 3,
            "'a tenth' is not a share; a number from 0 to 1 with up to five decimals is allowed");
        yield return Row(nameof(ProblemText.NotAPercentage), Stage("\"percentage\": \"1%\""), At + "stages[0].percentage", 3, "'1%' is not a percentage");
        yield return Row(nameof(ProblemText.NotAPercentage), Rollout("\"ramp\": { \"to\": true }"), At + "ramp.to", 3, "true is not a percentage");
        yield return Row(
            nameof(ProblemText.NotAnInteger), Stage("\"minSamples\": -1"), At + "stages[0].minSamples", 3,
            "-1 is not allowed; a whole number from 0 to 2147483647 is");
        yield return Row(
            nameof(ProblemText.NotAnInteger), Rollout("\"onRollback\": { \"maxAttempts\": 0 }"), At + "onRollback.maxAttempts", 3,
            "0 is not allowed; a whole number from 1 to 1000 is");
        yield return Row(
            nameof(ProblemText.Kind), Rollout("\"feedback\": { \"removeWhen\": { \"negative\": 1 } }"), At + "feedback.removeWhen.negative", 3,
            "1 is found where true or false is expected");
    }

    private static IEnumerable<TestCaseData> Durations()
    {
        foreach (var text in new[]
        {
            "", "7", "00:30", "24:00:00", "1:00:00", "-00:30:00", "00:30:00.5", "00:30:00.", "30 min", "PT30M", "1:00:00:00", " 00:30:00", "٠٠:30:00",
            "00:60:00", "123456789.00:00:00",
        })
        {
            yield return Row(
                nameof(ProblemText.NotADuration), Stage($"\"hold\": \"{text}\""), At + "stages[0].hold", 3,
                $"'{text}' is not a duration; whole seconds above 0 and up to 3650 days are allowed, written as 00:30:00 or 2.00:00:00");
        }

        yield return Row(
            nameof(ProblemText.Kind), Stage("\"hold\": 1800"), At + "stages[0].hold", 3,
            "1800 is found where a duration, such as '00:30:00' or '2.00:00:00', is expected");
    }

    // The fields start on line 3.
    private static string Rollout(string fields) => BadDocuments.Flag($"\"rollout\": {{\n{fields} }}");

    private static string Stage(string fields) => Rollout($"\"stages\": [{{ {fields} }}]");

    private static string Guard(string fields) => Rollout($"\"guards\": {{ \"g\": {{ {fields} }} }}");
}
