namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// The outcomes of this quarter of a minute and of the one before, for people to read: after a week without fault the mean of the attempt hides that everything
/// fails. No decision goes by it, and it is not saved.
/// </summary>
internal sealed class RecentTally
{
    private readonly ArmTally[] _now = new ArmTally[2];
    private readonly ArmTally[] _before = new ArmTally[2];
    private long _quarter;

    public ArmTally Of(bool isCanary) => Room(_now, isCanary) + Room(_before, isCanary);

    public void StartQuarter(long quarter)
    {
        if (quarter == _quarter)
        {
            return;
        }

        for (var arm = 0; arm < _now.Length; arm++)
        {
            _before[arm] = quarter == _quarter + 1 ? _now[arm] : default;
            _now[arm] = default;
        }

        _quarter = quarter;
    }

    public void Add(bool isCanary, double loss) => Room(_now, isCanary) += new ArmTally(1, loss);

    private static ref ArmTally Room(ArmTally[] arms, bool isCanary) => ref arms[isCanary ? 1 : 0];
}
