using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Peers;

/// <summary>Two systems are only compared when they do the same work.</summary>
internal static class EqualAnswers
{
    // 1,024 users are 50 percent give or take five, unless a hash is broken: three standard deviations.
    private const double MaxShareDifference = 0.05;

    public static void Assert(WorkKind kind, Func<int, bool> ours, Func<int, bool> theirs)
    {
        int differing = 0, oursOn = 0, theirsOn = 0;
        for (var index = 0; index < Users.Count; index++)
        {
            bool our = ours(index), their = theirs(index);
            differing += our == their ? 0 : 1;
            oursOn += our ? 1 : 0;
            theirsOn += their ? 1 : 0;
        }

        var isEqual = kind == WorkKind.Percentage
            ? Math.Abs((oursOn / (double)Users.Count) - 0.5) < MaxShareDifference && Math.Abs((theirsOn / (double)Users.Count) - 0.5) < MaxShareDifference
            : differing == 0;
        if (!isEqual)
        {
            throw new InvalidOperationException($"{kind}: {differing} of {Users.Count} answers differ; on are {oursOn} and {theirsOn}.");
        }
    }
}
