using System.Globalization;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>
/// One random history of a fleet: outcomes, partitions, lost answers, duplicates, kills, restarts, clocks that are wrong by a day, failovers, operators and
/// other documents. After every event each node is compared with one that has read the same log from its beginning and never stopped.
/// </summary>
/// <param name="seed">One seed is one history.</param>
/// <param name="seen">Notes of what has happened.</param>
/// <param name="sabotage">The fault that the fleet has.</param>
internal sealed class FleetHistory(int seed, HashSet<string> seen, Sabotage sabotage = Sabotage.None) : IDisposable
{
    private const int Events = 40;
    private const int MostNodes = 6;
    private const int SecondsUntilAware = 30;
    private const double LongestGap = 30;

    private const string Document = """
        { "stages": [{ "name": "s0", "percentage": 20, "hold": "00:00:40", "minSamples": 0 },
            { "name": "s1", "percentage": 50, "hold": "00:00:40", "minSamples": 0 }, { "name": "s2", "percentage": 80, "hold": "00:00:40", "minSamples": 0 }],
          "settle": "00:00:02", "health": { "splitMismatch": "none", "silentArm": "none" },
          "guards": { "errors": { "metric": "error" }, "slow": { "metric": "duration", "onBreach": "none" },
            "late": { "metric": "duration", "kind": "quantile", "quantile": 0.9, "onBreach": "none" }, "happy": { "metric": "score", "onBreach": "none" } } }
        """;

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(40);

    private readonly Random _random = new(seed);
    private readonly List<string> _story = [];
    private readonly SortedDictionary<long, RolloutLogEntry> _entries = [];

    private readonly HashSet<(long Member, long Sequence)> _batches = [];
    private readonly Dictionary<int, ReferenceNode> _references = [];

    // Who has not had the time yet to learn of a failover, in seconds of contact.
    private readonly Dictionary<FleetRig.Node, int> _unaware = [];
    private FleetRig _fleet = null!;
    private long _end;
    private int _user;
    private int _names;
    private int _secondsSinceFailover = 1_000;
    private bool _isBroken;
    private bool _isEdited;
    private int _lastAttemptEdited;
    private bool _wasRolledBack;
    private (int Stage, int Attempt, DateTimeOffset At) _stage;

    public async Task PlayAsync()
    {
        _fleet = new FleetRig(Document, _random.Next(1, MostNodes + 1), _ => Skew(), sabotage);
        _fleet.Pass(2);
        using (this)
        {
            for (var number = 0; number < Events; number++)
            {
                await HappenAsync();
                Check();
            }

            Heal();
            _fleet.Pass(90);
            Check();

            // A step of the last second reaches the others in the next one.
            for (var second = 0; second < 5 && !DoAgree(); second++)
            {
                _fleet.Pass(1);
            }

            CheckAgreement();
        }
    }

    public void Dispose() => _fleet.Dispose();

    private TimeSpan Skew() => _random.Next(3) == 0 ? TimeSpan.FromHours((_random.NextDouble() * 48) - 24) : TimeSpan.Zero;

    private FleetRig.Node Any() => _fleet.Nodes[_random.Next(_fleet.Nodes.Count)];

    private async Task HappenAsync()
    {
        switch (_random.Next(25))
        {
            case < 8:
                Calls(_random.Next(1, 60));
                Pass(1);
                break;
            case < 14:
                Pass(_random.Next(1, 20));
                break;
            case 14:
                Note("pause of a node");
                Any().Rig.Time.Suspend(TimeSpan.FromSeconds(_random.Next(1, 20)));
                break;
            case 15 or 16:
                var node = Any();
                node.Link.IsCut = _random.Next(2) == 0;
                node.Link.LosesAnswers = !node.Link.IsCut && _random.Next(2) == 0;
                Note($"{_fleet.Nodes.IndexOf(node)} cut {node.Link.IsCut}, loses answers {node.Link.LosesAnswers}");
                Pass(_random.Next(1, 30));
                break;
            case 17:
                Heal();
                break;
            case 18:
                if (_random.Next(2) == 0)
                {
                    Any().Link.Duplicates = true;
                }
                else
                {
                    var slow = Any();
                    slow.Link.IsSlow = !slow.Link.IsSlow;
                    Note($"{_fleet.Nodes.IndexOf(slow)} slow {slow.Link.IsSlow}");
                }

                break;
            case 19:
                var killed = _random.Next(_fleet.Nodes.Count);
                var name = _random.Next(2) == 0 ? null : $"other-{_names++}";
                Note($"restart of {killed} as {name}");
                _wasRolledBack &= IsKnownWithout(killed);
                _fleet.Restart(killed, name);
                break;
            case 20:
                _isBroken = _random.Next(3) == 0;
                Note($"broken: {_isBroken}");
                break;
            case 21:
                Note("failover");
                seen.Add("failover");
                _fleet.Engine.FailOver(_random.Next(0, 12));
                _secondsSinceFailover = 0;
                _fleet.Nodes.ForEach(node => _unaware[node] = SecondsUntilAware);
                _fleet.Nodes.ForEach(static node => node.Link.Acknowledged.Clear());
                _entries.Clear();
                _batches.Clear();
                _end = 0;
                _references.Clear();
                _wasRolledBack = false;
                _stage = default;
                Pass(1);
                break;
            case 23:
                Edit();
                break;
            case 22:
                Any().Rig.Time.SetUtc(_fleet.Engine.Now + Skew());
                break;
            default:
                await OperateAsync();
                break;
        }
    }

    // A rollback that nobody but a node that is killed knows, and the store has not got or has forgotten, is gone.
    private bool IsKnownWithout(int killed) =>
        _fleet.Engine.Log.ReadAsync(default).Result.Any(static record => record.Phase == RolloutPhase.RolledBack)
        || _fleet.Nodes.Where((_, number) => number != killed).Any(static node => node.Rig.Record.Phase == RolloutPhase.RolledBack);

    // Another guard in place of one in the middle of a stage (one that is changed has another name, as its evidence is another's). Each node has the new
    // document at another time.
    private void Edit()
    {
        Note("edit");
        seen.Add("edited");
        _isEdited = !_isEdited;
        _fleet.Rollout = _isEdited ? Document.Replace("\"late\"", "\"later\"", StringComparison.Ordinal) : Document;
        foreach (var node in _fleet.Nodes)
        {
            node.Rig.Set(_fleet.Rollout);
            Pass(_random.Next(0, 4));
        }

        _lastAttemptEdited = _fleet.Nodes.Max(static node => node.Rig.Record.Attempt);
    }

    private async Task OperateAsync()
    {
        var rig = Any().Rig;
        var command = _random.Next(4);
        Note($"operator {command}");
        try
        {
            var call = command switch
            {
                0 => rig.Rollouts.PauseAsync(RolloutRig.Flag, "ops", "a reason"),
                1 => rig.Rollouts.ResumeAsync(RolloutRig.Flag, "ops", "a reason"),
                2 => rig.Rollouts.RestartAsync(RolloutRig.Flag, "ops", "a reason"),
                _ => rig.Rollouts.ApproveAsync(RolloutRig.Flag, "ops", "a reason"),
            };
            for (var waited = 0; !call.IsCompleted && waited < 200; waited++)
            {
                PassSecond();
                await Task.Yield();
            }

            await call;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or GrayNotSavedException)
        {
            Note(exception.GetType().Name);
        }
    }

    private void Calls(int count)
    {
        Note($"{count} calls");
        for (var number = 0; number < count; number++)
        {
            var user = _random.Next(3) == 0 ? _random.Next(Math.Max(_user, 1)) : _user++;
            var isBroken = _isBroken;
            Any().Rig.Calls(user, 1, outcome =>
            {
                if (_random.Next(4) == 0)
                {
                    outcome.Score(_random.NextDouble());
                }

                return (isBroken && outcome.Arm == GrayArm.Canary) || _random.Next(100) == 0;
            });
        }
    }

    private void Pass(int seconds)
    {
        Note($"{seconds} s");
        for (var second = 0; second < seconds; second++)
        {
            PassSecond();
        }
    }

    private void PassSecond()
    {
        _fleet.Pass(1);
        _secondsSinceFailover++;
        foreach (var node in _unaware.Keys.Where(static node => node.Link is { IsCut: false, LosesAnswers: false }).ToList())
        {
            if (--_unaware[node] == 0)
            {
                _unaware.Remove(node);
            }
        }

        CheckStage();
    }

    private void Heal()
    {
        Note("heal");
        foreach (var node in _fleet.Nodes)
        {
            (node.Link.IsCut, node.Link.LosesAnswers, node.Link.IsSlow) = (false, false, false);
        }
    }

    private void Note(string what) => _story.Add(what);

    private string Story => $"seed {seed}: {string.Join("; ", _story)}";

    private void Check()
    {
        Gather();
        List<(FleetAttempt Attempt, string Text, string Who)> judging = [];
        foreach (var (node, number) in _fleet.Nodes.Select((node, number) => (node, number)))
        {
            if (node.Attempt is { IsReady: true, HasOtherGuards: false } attempt && !_unaware.ContainsKey(node))
            {
                seen.Add(attempt.IsAlone ? "alone" : "together");
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
        foreach (var entry in _fleet.Engine.Log.ReadLogAsync(_end + 1, default).Result.Entries)
        {
            _entries[_end = entry.Position] = entry;
            Assert.That(_batches.Add((entry.Batch.Member, entry.Batch.Sequence)), () => $"I1: each batch once. {Story}");
        }

        if (_entries.Count > 0 && _entries.Keys.First() == 1)
        {
            var lost = _fleet.Nodes.SelectMany(node => node.Link.Acknowledged).Where(batch => !_batches.Contains(batch)).ToList();
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
        if (record is null || record.Phase != RolloutPhase.Running)
        {
            return;
        }

        if (_stage != default && _stage.At != default && _stage.Attempt == record.Attempt && record.Stage > _stage.Stage)
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
            // When the stage began that a failover has brought back, nobody knows.
            _stage = (record.Stage, record.Attempt, _stage == default && _secondsSinceFailover < 1_000 ? default : _fleet.Engine.Now);
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
