using System.Numerics;
using System.Runtime.InteropServices;
using GrayFlags.Rollouts.Control;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>
/// Keeps the log within what every node can read: where nodes would append more calls a second, the units whose calls are recorded are halved, as often as it
/// takes.
/// </summary>
/// <remarks>
/// Decided by what the log had in the seconds before, and a unit by its hash alone: neither arm nor outcome influences the sample, and every node that has read
/// the log takes the same units. What is left of the log's room is shared, so that a busy rollout takes no evidence from a quiet one. Needs
/// <see cref="RolloutSessions.Gate"/>.
/// </remarks>
internal sealed class FleetSampling
{
    /// <summary>More could not be told from nobody.</summary>
    public const int MostHalvings = 16;

    // Whoever is just below the bound stays sampled, so that it is not crossed again and again.
    private const double PartToRelax = 0.8;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(RolloutKey Rollout, int Attempt), Flow> _flows = [];
    private DateTimeOffset? _begun;

    /// <summary>The number of calls a second, of all attempts together, that the log is to have at most.</summary>
    public double Most { get; set; } = 5_000;

    /// <summary>The number of times by which the units of an attempt are halved; 0 for all of them.</summary>
    public int HalvingsOf(RolloutKey rollout, int attempt) => _flows.GetValueOrDefault((rollout, attempt)).Halvings;

    /// <summary>Notes an entry of the log, in the log's order.</summary>
    /// <param name="at">The store's time of the entry.</param>
    /// <param name="sections">Its sections.</param>
    public void Note(DateTimeOffset at, IReadOnlyList<FleetSection> sections)
    {
        // A store that fails over may go back in time.
        if (_begun is not { } begun || at < begun)
        {
            _begun = at;
        }
        else if (at - begun >= Window)
        {
            EndWindow((at - begun).TotalSeconds);
            _begun = at;
        }

        foreach (var section in sections)
        {
            ref var flow = ref CollectionsMarshal.GetValueRefOrAddDefault(_flows, (section.Rollout, section.Attempt), out var isKnown);

            // A node that starts goes along with the others.
            flow.Halvings = isKnown ? flow.Halvings : section.Halvings;
            flow.Calls += section.Records * Math.ScaleB(1, section.Halvings);
        }
    }

    private void EndWindow(double seconds)
    {
        var rates = _flows.Values.Select(flow => flow.Calls / seconds).Order().ToList();
        var (needed, relaxed) = (FairPart(rates, Most), FairPart(rates, Most * PartToRelax));
        foreach (var (key, flow) in _flows.ToList())
        {
            if (flow.Calls == 0)
            {
                _flows.Remove(key);
                continue;
            }

            var rate = flow.Calls / seconds;
            _flows[key] = new Flow { Halvings = Math.Clamp(flow.Halvings, Halvings(rate, needed), Halvings(rate, relaxed)) };
        }
    }

    // The most that each may have, where those that need less leave the rest to the others.
    private static double FairPart(List<double> rates, double room)
    {
        for (var index = 0; index < rates.Count; index++)
        {
            var part = room / (rates.Count - index);
            if (rates[index] > part)
            {
                return part;
            }

            room -= rates[index];
        }

        return double.PositiveInfinity;
    }

    private static int Halvings(double rate, double part) =>
        rate <= part ? 0 : Math.Min(BitOperations.Log2((uint)Math.Min(Math.Ceiling(rate / part) - 1, uint.MaxValue)) + 1, MostHalvings);

    private struct Flow
    {
        public int Halvings;
        public double Calls;
    }
}
