using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Fleet;

internal sealed partial class FleetAttempt
{
    // Of each guard's share of the risk. A node that is alone has a part of the rest: by the number that the store has given its time alone, or, where the
    // store gave none, one of ten thousand equal parts, and no other in this attempt. A dead canary is stopped after twice as many failures then.
    private const double PartOfFleet = 0.9;
    private const double PartOfNumbered = 0.09;
    private const double PartWithoutNumber = 0.01 / 10_000;

    // A store that answers gives a number in a moment.
    private static readonly TimeSpan UntilNumbered = TimeSpan.FromSeconds(5);

    private GuardSet? _alone;
    private GuardSet? _withoutNumber;
    private long _aloneAt;
    private double _alonePart;

    /// <summary>The number of this node's next time alone in this attempt, which the store gave; null while it has none.</summary>
    public long? Episode { get; set; }

    /// <summary>True while this node weighs its own calls alone: the store does not answer, or what it has of the evidence cannot be read here.</summary>
    public bool IsAlone => _alone is not null;

    /// <summary>The evidence of this node alone, since it was cut off; null when it is not.</summary>
    public GuardSetStatus? StatusAlone(DateTimeOffset now) => _alone?.Tick(now.UtcTicks);

    // Each time alone has its own part of the risk: all of them together never have more than the fleet leaves.
    private void WeighAlone(List<CountedCall> calls, bool isAlone, bool isCutOff, long now)
    {
        if (!isAlone)
        {
            _alone = null;
            return;
        }

        if (_alone is null)
        {
            (_alone, Episode, _aloneAt) = (NewAlone(isCutOff, now), null, now);
        }

        // The record may be read on.
        _alone?.StartStage(Math.Max(_stage, _alone.Stage));
        _alone?.Feed(_clock.GetElapsedTime(_aloneAt, now).TotalSeconds, calls);
        _aloneAt = now;
    }

    private GuardSet? NewAlone(bool isCutOff, long now)
    {
        if (Episode is { } episode)
        {
            _alonePart = PartOfNumbered / (episode * (episode + 1.0));
            return NewGuards(_guards?.Planned, _alonePart);
        }

        // What was weighed without a number goes on the next time, as if nothing had been between.
        var hasWaited = isCutOff || (_blindSince is { } since && _clock.GetElapsedTime(since, now) > FleetNode.UntilAlone + UntilNumbered);
        return hasWaited ? _withoutNumber ??= NewGuards(_guards?.Planned, PartWithoutNumber) : null;
    }

    // A node may be alone for as long as it runs. Guards that are as they were go on, and others share what is left for later ones.
    private void TakeOverGuardsAlone()
    {
        var isWithoutNumber = _alone == _withoutNumber;
        _withoutNumber = WithGuardsOfNow(_withoutNumber, PartWithoutNumber);
        _alone = isWithoutNumber ? _withoutNumber : WithGuardsOfNow(_alone, _alonePart);
    }

    private GuardSet? WithGuardsOfNow(GuardSet? before, double partOfRisk)
    {
        if (before is null)
        {
            return null;
        }

        var state = before.Capture();
        var guards = NewGuards(state.Planned, partOfRisk);
        guards.Restore(state);
        return guards;
    }
}
