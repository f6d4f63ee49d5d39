namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>A betting e-process: the wealth of a set of bets that started with one unit in total, each reinvested in full on every outcome.</summary>
/// <remarks>
/// Under the hypothesis that is bet against it is a non-negative supermartingale starting at 1, so by Ville's inequality the probability that it ever reaches x
/// is at most 1/x.
/// </remarks>
/// <param name="bets">The number of bets.</param>
internal sealed class EProcess(int bets)
{
    // The fewest calls of each arm from which their ratio is meaningful.
    private const double Calls = 100;

    private readonly double[] _wealth = new double[Stakes.Room];
    private double _loss;
    private double _count;
    private double _canaryCalls;
    private double _controlCalls;
    private double _lnE;
    private bool _isChanged;

    /// <summary>The log wealth of each bet, relative to its start.</summary>
    public ReadOnlySpan<double> Wealth => _wealth.AsSpan(0, bets);

    /// <summary>S, the sum of all losses.</summary>
    public double Sum { get; private set; }

    /// <summary>n, the number of losses.</summary>
    public double Count { get; private set; }

    /// <summary>The calls of the canary, weighted by inverse probability.</summary>
    public double CanaryCalls { get; private set; }

    /// <summary>The calls of the control, weighted by inverse probability.</summary>
    public double ControlCalls { get; private set; }

    /// <summary>m, the mean loss of both arms as of the last tick: bets are placed around it, so it must be predictable.</summary>
    public double Mean => Sum / (1 + Count);

    /// <summary>The ratio of calls per unit, canary to control, as of the last tick; at least 1.</summary>
    public double CallRatio => Math.Max(1, (Calls + CanaryCalls) / (Calls + ControlCalls));

    /// <summary>The logarithm of the mean wealth: the evidence E.</summary>
    public double LnE
    {
        get
        {
            if (_isChanged)
            {
                (_lnE, _isChanged) = (LogSum.OfMean(Wealth), false);
            }

            return _lnE;
        }
    }

    /// <summary>The log wealth of the best bet: no less than <see cref="LnE"/>, and without a logarithm.</summary>
    public double LargestWealth
    {
        get
        {
            var largest = _wealth[0];
            foreach (var wealth in Wealth[1..])
            {
                largest = wealth > largest ? wealth : largest;
            }

            return largest;
        }
    }

    /// <summary>Bets on outcomes, and adds them to the mean of later ticks.</summary>
    /// <param name="stakes">The bets.</param>
    /// <param name="losses">The loss of each cell.</param>
    /// <param name="counts">The number of outcomes in each cell; fractional when one lies between two losses.</param>
    public void Bet(Stakes stakes, ReadOnlySpan<double> losses, ReadOnlySpan<double> counts)
    {
        stakes.Settle(losses, counts, _wealth);
        var (loss, count) = (_loss, _count);
        for (var cell = 0; cell < losses.Length; cell++)
        {
            loss += losses[cell] * counts[cell];
            count += counts[cell];
        }

        (_loss, _count, _isChanged) = (loss, count, true);
    }

    /// <summary>Adds outcomes to the mean of later ticks.</summary>
    public void Learn(double loss, double count)
    {
        _loss += loss * count;
        _count += count;
    }

    /// <summary>Adds calls, weighted by inverse probability.</summary>
    public void LearnCalls(double canary, double control) => (_canaryCalls, _controlCalls) = (_canaryCalls + canary, _controlCalls + control);

    /// <summary>Updates the mean and the ratio at the end of a tick.</summary>
    public void Settle()
    {
        (Sum, Count, CanaryCalls, ControlCalls) = (Sum + _loss, Count + _count, CanaryCalls + _canaryCalls, ControlCalls + _controlCalls);
        (_loss, _count, _canaryCalls, _controlCalls) = (0, 0, 0, 0);
    }

    /// <summary>Resets the process.</summary>
    public void Reset()
    {
        Array.Clear(_wealth);
        (Sum, Count, CanaryCalls, ControlCalls) = (0, 0, 0, 0);
        (_loss, _count, _canaryCalls, _controlCalls) = (0, 0, 0, 0);
        (_lnE, _isChanged) = (0, false);
    }

    /// <summary>Returns the state in plain numbers.</summary>
    public double[] Save() => [.. Wealth, Sum, Count, CanaryCalls, ControlCalls];

    public void Load(ReadOnlySpan<double> saved)
    {
        saved[..bets].CopyTo(_wealth);
        var rest = saved[bets..];
        (Sum, Count, CanaryCalls, ControlCalls, _isChanged) = (rest[0], rest[1], rest[2], rest[3], true);
    }

    /// <summary>True when a process of so many bets can continue from the state: a file may contain anything.</summary>
    public static bool IsSound(double[]? saved, int bets) =>
        saved?.Length == bets + 4
        && Array.TrueForAll(saved, double.IsFinite)
        && Array.TrueForAll(saved[bets..], number => number >= 0)
        && saved[bets] <= saved[bets + 1] * (1 + 1e-9);
}
