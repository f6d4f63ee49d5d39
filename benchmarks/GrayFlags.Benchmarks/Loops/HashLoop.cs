using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>Hashes all ids.</summary>
internal sealed class HashLoop<THash> : Loop
    where THash : struct, IIdHash
{
    public override int Run()
    {
        var sum = 0UL;
        foreach (var id in Users.Ids)
        {
            sum += THash.Of(id);
        }

        return (int)sum;
    }
}
