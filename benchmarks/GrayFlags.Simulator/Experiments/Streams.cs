namespace GrayFlags.Simulator.Experiments;

/// <summary>Many streams, over all processors; each has a seed of its own, so that the same ones come out whatever the number of processors.</summary>
internal static class Streams
{
    public static StreamEnd[] Run(int streams, ulong seed, Func<ulong, StreamEnd> run)
    {
        var ends = new StreamEnd[streams];
        Parallel.For(0, streams, stream => ends[stream] = run((seed * 1_000_003) + (ulong)stream));
        return ends;
    }
}
