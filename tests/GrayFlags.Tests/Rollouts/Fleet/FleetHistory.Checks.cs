using System.Globalization;
using GrayFlags.Rollouts.Fleet;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>The invariants.</summary>
internal sealed partial class FleetHistory
{
    private void Check()
    {
        Gather();
        List<(FleetAttempt Attempt, string Text, string Who)> judging = [];
        foreach (var (node, number) in _fleet.Nodes.Select((node, number) => (node, number)))
        {
            if (node.Attempt is { IsReady: true, HasOtherGuards: false } attempt && !_unaware.ContainsKey(node))
            {
                seen.Add(attempt.IsAlone ? "alone" : "together");
                seen.Add(node.Rig.Status.Fleet is { SamplingRatio: < 1 } ? "sampled" : "whole");
                var text = ReferenceNode.TextOf(FleetState.TryRead(attempt.Checkpoint().State)!.Guards!);
                judging.Add((attempt, text, string.Create(CultureInfo.InvariantCulture, $"node {number} at {attempt.Position}")));
            }

            _wasRolledBack |= node.Rig.Record.Phase == RolloutPhase.RolledBack;
        }

        Compare(judging);
        CheckStage();
    }

    private void Gather()
    {
        RolloutLogPage page;
        do
        {
            page = _fleet.Engine.Log.ReadLogAsync(_end + 1, default).Result;
            foreach (var entry in page.Entries)
            {
                _entries[_end = entry.Position] = entry;
                Assert.That(_batches.Add((entry.Batch.Member, entry.Batch.Sequence)), () => $"I1: each batch once. {Story}");
            }
        }
        while (page.Entries.Count > 0 && _end < page.Last);

        if (_entries.Count > 0 && _entries.Keys.First() == 1)
        {
            var lost = _fleet.Nodes.SelectMany(static node => node.Link.Acknowledged).Except(_batches).Except(_forgotten).ToList();
            Assert.That(lost, Is.Empty, () => $"I1: each batch that was acknowledged. {Story}");
        }
    }

    // I2, I3, I4: the same as a node that has read everything from the checkpoint that the attempt began with. The one that is furthest behind comes first.
    private void Compare(List<(FleetAttempt Attempt, string Text, string Who)> judging)
    {
        foreach (var (attempt, own, who) in judging.OrderBy(static node => node.Attempt.Position))
        {
            if (Reference(attempt, attempt.Position) is { } reference)
            {
                seen.Add("compared");
                Assert.That(own, Is.EqualTo(reference), () => $"I2 to I4: {who}. {Story}");
            }

            // Also after a failover, when no node knows the beginning.
            foreach (var other in judging.Where(other => (other.Attempt.Attempt, other.Attempt.Position, other.Attempt.Fingerprint, other.Attempt.Lineage)
                == (attempt.Attempt, attempt.Position, attempt.Fingerprint, attempt.Lineage)))
            {
                Assert.That(other.Text, Is.EqualTo(own), () => $"I3: {who}. {Story}");
            }
        }
    }

    private string? Reference(FleetAttempt attempt, long position)
    {
        // Whoever has read what the engine has forgotten since learns of it at the next look.
        // Nor does the log show which guards weighed it.
        if (_entries.Count == 0 || position > _end || attempt.Attempt <= _lastAttemptEdited)
        {
            return null;
        }

        var first = _fleet.Engine.FirstCheckpoint(attempt.Id, attempt.Attempt);
        if (first is null || first.Position > position || _entries.Keys.First() > first.Position + 1)
        {
            return null;
        }

        if (!_references.TryGetValue(attempt.Attempt, out var reference) || reference.First != first.Position || reference.Position > position)
        {
            var plan = Internals.StoreOf(_fleet.Nodes[0].Rig.Evaluator).Current.Rollout(RolloutRig.Flag)!.Plan;
            _references[attempt.Attempt] = reference = new ReferenceNode(plan, attempt.Attempt, first.Position);
        }

        return reference.ReadTo(_entries, position);
    }

    // I5 and I7: by the engine's time, and by the time in which anybody watched.
    private void CheckStage()
    {
        var record = _fleet.Engine.Log.ReadAsync(default).Result.SingleOrDefault();
        if (record is null)
        {
            return;
        }

        var isChecked = record.Phase == RolloutPhase.Running && _stage.At != default && _stage.Attempt == record.Attempt;
        if (isChecked && record.Stage > _stage.Stage)
        {
            seen.Add(string.Create(CultureInfo.InvariantCulture, $"stage {record.Stage}"));
            Gather();
            var (watched, last) = (0.0, _stage.At);
            foreach (var entry in _entries.Values.Where(entry => entry.At > _stage.At))
            {
                watched += Math.Min((entry.At - last).TotalSeconds, LongestGap);
                last = entry.At;
            }

            Assert.That(_fleet.Engine.Now - _stage.At, Is.GreaterThanOrEqualTo(Hold - TimeSpan.FromSeconds(2)), $"I5. {Story}");
            Assert.That(watched, Is.GreaterThanOrEqualTo(Hold.TotalSeconds - 2), $"I7. {Story}");
        }

        if (_stage == default || (record.Attempt, record.Stage) != (_stage.Attempt, _stage.Stage))
        {
            // When the stage began that a failover or a node has brought back, nobody knows: it may have run before.
            var isBroughtBack = _secondsSinceFailover < 1_000 && (_stage == default || _fleet.Engine.Now - record.StageStartedAt > AMoment);
            _stage = (record.Stage, record.Attempt, isBroughtBack ? default : _fleet.Engine.Now);
        }
    }

    private bool DoAgree() => _fleet.Nodes.Select(static node => (node.Rig.Record.Phase, node.Rig.Record.Revision)).Distinct().Count() == 1;

    // I6, and that everybody ends up at the same place.
    private void CheckAgreement()
    {
        var records = _fleet.Nodes.ConvertAll(node => node.Rig.Record);
        Assert.That(records.Select(record => (record.Phase, record.Stage, record.Attempt)).Distinct().Count(), Is.EqualTo(1), $"they agree. {Story}");
        if (records[0].Phase == RolloutPhase.Running)
        {
            var lineages = _fleet.Nodes.Select(node => node.Attempt).Where(attempt => attempt is { IsReady: true }).ToList();
            Assert.That(lineages.Select(attempt => (attempt!.Fingerprint, attempt.Lineage)).Distinct().Count(), Is.EqualTo(1), $"I3 in the end. {Story}");
        }

        var stored = _fleet.Engine.Log.ReadAsync(default).Result.Single();
        Assert.That(records.Select(record => record.Revision), Has.All.EqualTo(stored.Revision), $"they show the store's revision. {Story}");
        if (_wasRolledBack && !_story.Contains("operator 2"))
        {
            seen.Add("rolled back");
            Assert.That(records[0].Phase, Is.EqualTo(RolloutPhase.RolledBack), $"I6. {Story}");
        }

        if (_fleet.Engine.Checkpoints > 1)
        {
            seen.Add("checkpoint");
        }
    }
}
