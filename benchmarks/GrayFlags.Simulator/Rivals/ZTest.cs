namespace GrayFlags.Simulator.Rivals;

/// <summary>The z-test of two shares, looked at each second once either arm has thirty calls.</summary>
internal sealed class ZTest : Rival
{
    private const long Least = 30;

    private long _canary;
    private long _control;
    private long _canaryFailures;
    private long _controlFailures;

    public override string Name => "z-test each second";

    public override void Add(bool isCanary, bool failed)
    {
        if (isCanary)
        {
            (_canary, _canaryFailures) = (_canary + 1, _canaryFailures + (failed ? 1 : 0));
        }
        else
        {
            (_control, _controlFailures) = (_control + 1, _controlFailures + (failed ? 1 : 0));
        }
    }

    public override double Look(int second)
    {
        var pooled = (double)(_canaryFailures + _controlFailures) / (_canary + _control);
        if (_canary < Least || _control < Least || pooled is <= 0 or >= 1)
        {
            return double.NaN;
        }

        var deviation = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / _canary) + (1.0 / _control)));
        return (((double)_canaryFailures / _canary) - ((double)_controlFailures / _control)) / deviation;
    }
}
