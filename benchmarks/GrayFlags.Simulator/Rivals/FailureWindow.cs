namespace GrayFlags.Simulator.Rivals;

/// <summary>As Flagger does: the canary's failure rate of each minute, condemned when five of the last ten are over a limit. It looks at no control.</summary>
internal sealed class FailureWindow : Rival
{
    private const int Window = 10;
    private const int Wanted = 5;
    private const int Minute = 60;

    private readonly Queue<double> _rates = new();
    private long _calls;
    private long _failures;

    public override string Name => "5 of 10 minutes over a limit";

    public override void Add(bool isCanary, bool failed)
    {
        if (isCanary)
        {
            (_calls, _failures) = (_calls + 1, _failures + (failed ? 1 : 0));
        }
    }

    public override double Look(int second)
    {
        if (second % Minute != 0)
        {
            return double.NaN;
        }

        _rates.Enqueue(_calls == 0 ? 0 : (double)_failures / _calls);
        (_calls, _failures) = (0, 0);
        if (_rates.Count > Window)
        {
            _rates.Dequeue();
        }

        return _rates.Count < Wanted ? double.NaN : _rates.OrderDescending().ElementAt(Wanted - 1);
    }
}
