namespace GrayFlags.Simulator.Rivals;

/// <summary>
/// As Kayenta does: the failure rates of each minute of both arms since the beginning, compared by the test of H. B. Mann and D. R. Whitney (1947), looked at
/// each minute from the fifth on.
/// </summary>
internal sealed class MannWhitney : Rival
{
    private const int Least = 5;
    private const int Minute = 60;

    private readonly List<double> _canary = [];
    private readonly List<double> _control = [];
    private readonly long[] _calls = new long[2];
    private readonly long[] _failures = new long[2];

    public override string Name => "Mann-Whitney, growing window";

    public override void Add(bool isCanary, bool failed)
    {
        var arm = isCanary ? 1 : 0;
        _calls[arm]++;
        _failures[arm] += failed ? 1 : 0;
    }

    public override double Look(int second)
    {
        if (second % Minute != 0)
        {
            return double.NaN;
        }

        _canary.Add(RateOf(1));
        _control.Add(RateOf(0));
        Array.Clear(_calls);
        Array.Clear(_failures);
        return _canary.Count < Least ? double.NaN : Deviations();
    }

    private double RateOf(int arm) => _calls[arm] == 0 ? 0 : (double)_failures[arm] / _calls[arm];

    // The sum of the canary's ranks, ties in the middle, in standard deviations from what equal arms would have.
    private double Deviations()
    {
        var all = _canary.Select(rate => (Rate: rate, IsCanary: true))
            .Concat(_control.Select(rate => (Rate: rate, IsCanary: false)))
            .OrderBy(one => one.Rate)
            .ToArray();
        var (ranks, ties, n, m) = (0.0, 0.0, (double)_canary.Count, (double)all.Length);
        for (var from = 0; from < all.Length;)
        {
            var to = from;
            while (to < all.Length && all[to].Rate.Equals(all[from].Rate))
            {
                to++;
            }

            double tied = to - from;
            ranks += (from + ((tied + 1) / 2)) * all[from..to].Count(one => one.IsCanary);
            ties += tied * ((tied * tied) - 1);
            from = to;
        }

        var u = ranks - (n * (n + 1) / 2);
        var variance = n * n / 12 * (m + 1 - (ties / (m * (m - 1))));
        return variance <= 0 ? 0 : (u - (n * n / 2)) / Math.Sqrt(variance);
    }
}
