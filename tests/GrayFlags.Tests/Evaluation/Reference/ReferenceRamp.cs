using System.Numerics;
using GrayFlags.Documents;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>The size of a share at an instant, in numbers without a size.</summary>
internal static class ReferenceRamp
{
    public static decimal Of(PercentageDefinition percentage, DateTimeOffset now)
    {
        if (percentage.Ramp is not { } ramp)
        {
            return percentage.Of;
        }

        var before = ramp.LastOrDefault(point => point.At <= now);
        var after = ramp.FirstOrDefault(point => point.At > now);
        if (before is null || after is null || percentage.Shape != RampShape.Linear)
        {
            return before?.Of ?? 0;
        }

        BigInteger whole = (after.At - before.At).Ticks, since = (now - before.At).Ticks;
        BigInteger low = new(before.Of * 1000), high = new(after.Of * 1000);
        return (decimal)(((low * (whole - since)) + (high * since)) / whole) / 1000;
    }
}
