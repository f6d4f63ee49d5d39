using System.Text.Json;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Guards;
using GrayFlags.Rollouts.Outcomes;
using GrayFlags.Rules.Plans;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>
/// A node that has read the log of an attempt from its first checkpoint and never stopped. It reads on where it was: most looks are a little further.
/// </summary>
internal sealed class ReferenceNode
{
    private readonly int _attempt;
    private readonly GuardSet _guards;
    private DateTimeOffset? _last;
    private string? _text;

    public ReferenceNode(RolloutPlan plan, int attempt, long first)
    {
        var clock = new ManualTimeProvider();
        (_attempt, First, Position) = (attempt, first, first);
        _guards = new GuardSet(plan, new OutcomeRecorder(clock, attempt, RolloutKey.Of(plan.Flag, plan.Id).Hash), clock, attempt, partOfRisk: 0.9, isFed: true);
    }

    /// <summary>The position of the checkpoint that the attempt began with.</summary>
    public long First { get; }

    /// <summary>The position up to which it has read.</summary>
    public long Position { get; private set; }

    /// <summary>Reads on to a position.</summary>
    /// <param name="entries">The log.</param>
    /// <param name="position">The position, which is not before <see cref="Position"/>.</param>
    /// <returns>The state there.</returns>
    public string ReadTo(SortedDictionary<long, RolloutLogEntry> entries, long position)
    {
        for (var next = Position + 1; next <= position; next++)
        {
            var entry = entries[next];
            foreach (var section in FleetBatch.TryRead(entry.Batch.Payload)!.Where(section => section.Attempt == _attempt))
            {
                _guards.Feed(_last is { } before ? (entry.At - before).TotalSeconds : 0, section.Calls);
                _guards.StartStage(Math.Max(section.Stage, _guards.Stage));
                (_last, _text) = (entry.At, null);
            }
        }

        Position = position;
        return _text ??= TextOf(_guards.Capture());
    }

    /// <summary>A state as text. What people are shown of the difference is gathered over ten seconds and not kept.</summary>
    public static string TextOf(GuardSetState state)
    {
        var node = JsonSerializer.SerializeToNode(state)!.AsObject();
        foreach (var guard in node["Guards"]!.AsArray())
        {
            guard!.AsObject().Remove("Interval");
        }

        return node.ToJsonString();
    }
}
