namespace GrayFlags.Simulator.Traffic;

/// <summary>What the guard is compared with: the z-test of two shares at 5 %, one-sided, looked at after every outcome once each arm has thirty.</summary>
internal struct PeekedTest
{
    private const double Critical = 1.6449;
    private const long Least = 30;

    private long _canary;
    private long _control;
    private long _canaryFailures;
    private long _controlFailures;

    public bool Alarmed { get; private set; }

    public void Add(bool isCanary, bool failed)
    {
        var failure = failed ? 1 : 0;
        if (isCanary)
        {
            _canary++;
            _canaryFailures += failure;
        }
        else
        {
            _control++;
            _controlFailures += failure;
        }

        // Only a failure of the canary makes it look worse than before.
        if (isCanary && failed && _canary >= Least && _control >= Least)
        {
            var pooled = (double)(_canaryFailures + _controlFailures) / (_canary + _control);
            var deviation = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / _canary) + (1.0 / _control)));
            Alarmed |= ((double)_canaryFailures / _canary) - ((double)_controlFailures / _control) > Critical * deviation;
        }
    }
}
