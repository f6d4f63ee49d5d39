using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>
/// Seven e-processes side by side: the whole attempt, and six levels whose epochs last 15 seconds and 1, 4, 16, 64 and 256 minutes, each of which begins anew
/// with its epoch.
/// </summary>
/// <remarks>
/// The price of one bet a unit is blindness for units that were seen: short epochs find what dies late, long ones what limps. Epochs begin by the clock and
/// never because of a stage, so a unit's arm is independent of all that its epoch has shown before it. The evidence is the largest of weight times wealth; the
/// weights of the whole attempt and of all epochs of all levels add up to 1, so the union bound keeps the risk, whatever the processes have to do with each
/// other.
/// </remarks>
internal sealed class EpochWealth
{
    public const int Count = EpochStamp.Levels + 1;

    /// <summary>The process of the whole attempt, after those of the levels.</summary>
    public const int Whole = EpochStamp.Levels;

    private const double WeightOfWhole = 0.7;
    private const double WeightOfLevel = 0.05;

    private readonly EProcess[] _processes = new EProcess[Count];
    private readonly long[] _epochs = new long[EpochStamp.Levels];

    // How many epochs of each level the attempt is planned to last: they share half of the level's weight equally, and all that may follow the other half.
    private readonly double[] _planned = new double[EpochStamp.Levels];

    /// <param name="planned">How long the attempt is planned to last, in seconds.</param>
    public EpochWealth(double planned)
    {
        for (var index = 0; index < Count; index++)
        {
            _processes[index] = new EProcess(RiskRatios.Count);
        }

        for (var level = 0; level < EpochStamp.Levels; level++)
        {
            _planned[level] = Math.Ceiling(planned / (EpochStamp.Seconds * (1L << (2 * level))));
        }
    }

    /// <summary>ln E, as of the last <see cref="Settle"/>.</summary>
    public double LnE { get; private set; } = Math.Log(WeightOfWhole);

    /// <summary>The largest ln E that there was.</summary>
    public double MaxLnE { get; private set; } = Math.Log(WeightOfWhole);

    /// <summary>The process that the evidence is from: a level, or <see cref="Whole"/>.</summary>
    public int Leading { get; private set; } = Whole;

    public EProcess this[int index] => _processes[index];

    /// <summary>The epoch that a level is in.</summary>
    public long EpochOf(int level) => _epochs[level];

    /// <summary>Begins the epochs that begin with this quarter of a minute. Before its outcomes.</summary>
    public void StartQuarter(long quarter)
    {
        for (var level = 0; level < EpochStamp.Levels; level++)
        {
            var epoch = EpochStamp.EpochOf(quarter, level);
            if (epoch != _epochs[level])
            {
                _epochs[level] = epoch;
                _processes[level].Reset();
            }
        }
    }

    /// <summary>Renews the evidence after the outcomes of a tick.</summary>
    public void Settle()
    {
        foreach (var process in _processes)
        {
            process.Settle();
        }

        (LnE, Leading) = Largest(WeightOfWhole, 0);
        MaxLnE = Math.Max(MaxLnE, LnE);
    }

    /// <summary>The largest of weight times wealth, as a logarithm, and whose it is.</summary>
    /// <param name="ofWhole">The weight of the whole attempt; each level has a twentieth.</param>
    /// <param name="first">The shortest level that has any.</param>
    public (double LnE, int Leading) Largest(double ofWhole, int first)
    {
        var (largest, leading) = (_processes[Whole].LnE + Math.Log(ofWhole), Whole);
        for (var level = first; level < Whole; level++)
        {
            var lnE = _processes[level].LnE + Math.Log(WeightOfLevel * WeightOf(level));
            (largest, leading) = lnE > largest ? (lnE, level) : (largest, leading);
        }

        return (largest, leading);
    }

    public double[][] Save() => Array.ConvertAll(_processes, process => process.Save());

    public void Load(long quarter, double[][] processes, double maxLnE)
    {
        for (var level = 0; level < EpochStamp.Levels; level++)
        {
            _epochs[level] = EpochStamp.EpochOf(quarter, level);
        }

        for (var index = 0; index < Count; index++)
        {
            _processes[index].Load(processes[index]);
        }

        Settle();
        MaxLnE = Math.Max(MaxLnE, maxLnE);
    }

    // Sums to 1 over all epochs.
    private double WeightOf(int level)
    {
        var epoch = _epochs[level];
        return (1 / (2.0 * (epoch + 1) * (epoch + 2))) + (epoch < _planned[level] ? 1 / (2 * _planned[level]) : 0);
    }
}
