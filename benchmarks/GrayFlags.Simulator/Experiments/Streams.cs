namespace GrayFlags.Simulator.Experiments;

/// <summary>Many streams, over all processors; each has a seed of its own, so that the same ones come out whatever the number of processors.</summary>
internal static class Streams
{
    /// <summary>As many at once as there are cores: the pool would add threads without end to work that never waits.</summary>
    public static readonly ParallelOptions Cores = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    private const ulong Apart = 1_000_003;

    public static double[][] Run(Experiment experiment, int streams, ulong seed, RunLog? log = null)
    {
        var ends = new double[streams][];
        Parallel.For(0, streams, Cores, stream =>
        {
            var own = (seed * Apart) + (ulong)stream;
            if (log?.Find(experiment.Name, own) is { } known)
            {
                ends[stream] = known;
                return;
            }

            ends[stream] = experiment.Play(own);
            log?.Add(experiment.Name, own, ends[stream]);
        });
        return ends;
    }
}
