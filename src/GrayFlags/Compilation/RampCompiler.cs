using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Compilation;

/// <summary>Checks the ramp of a percentage.</summary>
internal static class RampCompiler
{
    public static bool Check(PercentageDefinition percentage, ProblemList problems, params ReadOnlySpan<string> path)
    {
        if (percentage.Ramp is not { } ramp)
        {
            return percentage.Shape is null || Refuse(problems, percentage, "shape", ProblemText.ShapeWithoutRamp, path);
        }

        var isGood = percentage.Of == 0m || Refuse(problems, percentage, "ramp", ProblemText.OfAndRamp, path);
        isGood &= ramp.Count > 0 || Refuse(problems, percentage, "ramp", ProblemText.EmptyRamp, path);
        isGood &= percentage.Shape is null || Enum.IsDefined(percentage.Shape.Value)
            || Refuse(problems, percentage, "shape", ProblemText.Kind(percentage.Shape.Value.ToString(), "steps or linear"), path);
        for (var index = 0; index < ramp.Count; index++)
        {
            isGood &= CheckPoint(ramp, index, problems, path);
        }

        return isGood;
    }

    // The path is joined only for a problem: there may be 100,000 points.
    private static bool CheckPoint(IReadOnlyList<RampPointDefinition> ramp, int index, ProblemList problems, ReadOnlySpan<string> path)
    {
        var point = ramp[index];
        var isGood = PercentLiteral.IsPercent(point.Of)
            || Refuse(
                problems,
                point,
                "of",
                ProblemText.NotAPercentage(point.Of.ToString(CultureInfo.InvariantCulture)),
                [.. path, "ramp", DocumentPath.Index(index)]);
        return isGood & (index == 0 || point.At > ramp[index - 1].At
            || Refuse(problems, point, "at", ProblemText.RampNotAscending(point.At, ramp[index - 1].At), [.. path, "ramp", DocumentPath.Index(index)]));
    }

    private static bool Refuse(ProblemList problems, Definition at, string field, string message, ReadOnlySpan<string> path)
    {
        problems.Add(at, field, message, path);
        return false;
    }
}
