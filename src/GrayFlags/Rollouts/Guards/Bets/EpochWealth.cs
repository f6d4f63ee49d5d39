using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>
/// Seven parallel e-processes: the whole attempt, and six levels whose epochs last 15 seconds and 1, 4, 16, 64 and 256 minutes, each of which restarts with
/// its epoch.
/// </summary>
/// <remarks>
/// Betting once per unit is blind to units that were seen before: short epochs detect a late, abrupt failure, long ones a slow degradation. Epochs begin by the
/// clock, never by a stage, so a unit's arm is independent of its epoch's history. The evidence is the maximum of weight times wealth; the weights of the whole
/// attempt and of all epochs of all levels sum to 1, so the union bound keeps the risk, however the processes depend on each other.
/// </remarks>
internal sealed class EpochWealth
{
    public const int Count = EpochStamp.Levels + 1;

    /// <summary>The index of the whole attempt's process, after the levels.</summary>
    public const int Whole = EpochStamp.Levels;

    private const double WeightOfWhole = 0.7;
    private const double WeightOfLevel = 0.05;

    private readonly EProcess[] _processes = new EProcess[Count];
    private readonly long[] _epochs = new long[EpochStamp.Levels];

    // The planned number of epochs of each level: they share half of the level's weight equally, and all later ones share the other half.
    private readonly double[] _planned = new double[EpochStamp.Levels];

    // ln of the weight of each level's current epoch.
    private readonly double[] _lnWeights = new double[EpochStamp.Levels];

    /// <param name="planned">The planned duration of the attempt, in seconds.</param>
    public EpochWealth(double planned)
    {
        for (var index = 0; index < Count; index++)
        {
            _processes[index] = new EProcess(RiskRatios.Count);
        }

        for (var level = 0; level < EpochStamp.Levels; level++)
        {
            _planned[level] = Math.Ceiling(planned / (EpochStamp.Seconds * (1L << (2 * level))));
            Begin(level, 0);
        }
    }

    /// <summary>ln E, as of the last <see cref="Settle"/>.</summary>
    public double LnE { get; private set; } = Math.Log(WeightOfWhole);

    /// <summary>The largest ln E so far.</summary>
    public double MaxLnE { get; private set; } = Math.Log(WeightOfWhole);

    /// <summary>The index of the process that the evidence is from: a level, or <see cref="Whole"/>.</summary>
    public int Leading { get; private set; } = Whole;

    public EProcess this[int index] => _processes[index];

    /// <summary>Restarts the levels whose epoch begins with this quarter of a minute; called before its outcomes.</summary>
    public void StartQuarter(long quarter)
    {
        for (var level = 0; level < EpochStamp.Levels; level++)
        {
            var epoch = EpochStamp.EpochOf(quarter, level);
            if (epoch != _epochs[level])
            {
                Begin(level, epoch);
                _processes[level].Reset();
            }
        }
    }

    /// <summary>Updates the evidence after the outcomes of a tick.</summary>
    public void Settle()
    {
        foreach (var process in _processes)
        {
            process.Settle();
        }

        (LnE, Leading) = Largest(WeightOfWhole, 0);
        MaxLnE = Math.Max(MaxLnE, LnE);
    }

    /// <summary>Returns the logarithm of the maximum of weight times wealth, and the index of its process.</summary>
    /// <param name="ofWhole">The weight of the whole attempt; each level has a twentieth.</param>
    /// <param name="first">The shortest level that has a weight.</param>
    public (double LnE, int Leading) Largest(double ofWhole, int first)
    {
        var (largest, leading) = (_processes[Whole].LnE + Math.Log(ofWhole), Whole);
        for (var level = first; level < Whole; level++)
        {
            // At most times the best bet alone shows that a level does not lead.
            if (_processes[level].LargestWealth + _lnWeights[level] > largest && _processes[level].LnE + _lnWeights[level] is var lnE && lnE > largest)
            {
                (largest, leading) = (lnE, level);
            }
        }

        return (largest, leading);
    }

    public double[][] Save() => Array.ConvertAll(_processes, process => process.Save());

    public void Load(long quarter, double[][] processes, double maxLnE)
    {
        for (var level = 0; level < EpochStamp.Levels; level++)
        {
            Begin(level, EpochStamp.EpochOf(quarter, level));
        }

        for (var index = 0; index < Count; index++)
        {
            _processes[index].Load(processes[index]);
        }

        Settle();
        MaxLnE = Math.Max(MaxLnE, maxLnE);
    }

    // The weights of a level's epochs sum to its own.
    private void Begin(int level, long epoch)
    {
        _epochs[level] = epoch;
        var weight = (1 / (2.0 * (epoch + 1) * (epoch + 2))) + (epoch < _planned[level] ? 1 / (2 * _planned[level]) : 0);
        _lnWeights[level] = Math.Log(WeightOfLevel * weight);
    }
}
