namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>A betting e-process: the wealth of several bets that share an initial 1, each of which puts all it has on every outcome.</summary>
/// <remarks>
/// While what is bet against is right it is a non-negative supermartingale from 1, so that by Ville's inequality it ever reaches x with a chance of at most
/// 1/x.
/// </remarks>
/// <param name="bets">How many bets there are.</param>
internal sealed class EProcess(int bets)
{
    // Calls on either side before their numbers mean anything.
    private const double Calls = 100;

    private readonly double[] _wealth = new double[bets];
    private double _loss;
    private double _count;
    private double _canaryCalls;
    private double _controlCalls;
    private double _lnE;
    private bool _isChanged;

    /// <summary>The logarithm of each bet's wealth, where it had 1.</summary>
    public ReadOnlySpan<double> Wealth => _wealth;

    /// <summary>S, the sum of all losses.</summary>
    public double Sum { get; private set; }

    /// <summary>n, how many there were.</summary>
    public double Count { get; private set; }

    /// <summary>Calls of the canary, each weighed by the inverse of its chance.</summary>
    public double CanaryCalls { get; private set; }

    /// <summary>Calls of the control, each weighed by the inverse of its chance.</summary>
    public double ControlCalls { get; private set; }

    /// <summary>m, the mean loss of both arms as of the last tick: bets are placed around it, so it may not know what it is used on.</summary>
    public double Mean => Sum / (1 + Count);

    /// <summary>The ratio of how often the canary's units and the control's were called, as of the last tick; at least 1.</summary>
    public double CallRatio => Math.Max(1, (Calls + CanaryCalls) / (Calls + ControlCalls));

    /// <summary>The logarithm of the mean wealth: the evidence E.</summary>
    public double LnE
    {
        get
        {
            if (_isChanged)
            {
                (_lnE, _isChanged) = (LogSum.OfMean(_wealth), false);
            }

            return _lnE;
        }
    }

    /// <param name="lnFactors">The logarithm of what one outcome gives for 1, for each bet.</param>
    /// <param name="count">How many of these outcomes; a part where one lies between two losses.</param>
    public void Bet(ReadOnlySpan<double> lnFactors, double count)
    {
        for (var bet = 0; bet < _wealth.Length; bet++)
        {
            _wealth[bet] += count * lnFactors[bet];
        }

        _isChanged = true;
    }

    /// <summary>Notes outcomes for the mean of later ticks.</summary>
    public void Learn(double loss, double count)
    {
        _loss += loss * count;
        _count += count;
    }

    /// <summary>Notes calls, weighed by the inverse of their chance.</summary>
    public void LearnCalls(double canary, double control) => (_canaryCalls, _controlCalls) = (_canaryCalls + canary, _controlCalls + control);

    /// <summary>Takes in what was learned, at the end of a tick.</summary>
    public void Settle()
    {
        (Sum, Count, CanaryCalls, ControlCalls) = (Sum + _loss, Count + _count, CanaryCalls + _canaryCalls, ControlCalls + _controlCalls);
        (_loss, _count, _canaryCalls, _controlCalls) = (0, 0, 0, 0);
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        Array.Clear(_wealth);
        (Sum, Count, CanaryCalls, ControlCalls) = (0, 0, 0, 0);
        (_loss, _count, _canaryCalls, _controlCalls) = (0, 0, 0, 0);
        (_lnE, _isChanged) = (0, false);
    }

    /// <summary>All of it, in plain numbers.</summary>
    public double[] Save() => [.. _wealth, Sum, Count, CanaryCalls, ControlCalls];

    public void Load(ReadOnlySpan<double> saved)
    {
        saved[.._wealth.Length].CopyTo(_wealth);
        var rest = saved[_wealth.Length..];
        (Sum, Count, CanaryCalls, ControlCalls, _isChanged) = (rest[0], rest[1], rest[2], rest[3], true);
    }

    /// <summary>True when such a process can go on from there: a file may hold anything.</summary>
    public static bool IsSound(double[]? saved, int bets) =>
        saved?.Length == bets + 4 && Array.TrueForAll(saved, double.IsFinite) && Array.TrueForAll(saved[bets..], number => number >= 0) && saved[bets] <= saved[bets + 1] * (1 + 1e-9);
}
