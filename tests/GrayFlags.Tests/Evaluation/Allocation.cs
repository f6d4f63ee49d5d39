using System.Runtime.CompilerServices;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Counts what calls allocate on this thread.</summary>
internal static class Allocation
{
    private const int Rounds = 20;

    /// <summary>The least that a round of calls allocates: what a runtime allocates once (types, tiers) falls away, what a call allocates cannot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Least(int calls, Action<int> call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var index = 0; index < calls; index++)
            {
                call(index);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
