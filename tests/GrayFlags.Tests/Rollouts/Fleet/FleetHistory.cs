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
/// <param name="mostCalls">The calls a second from which nodes sample.</param>
internal sealed partial class FleetHistory(int seed, HashSet<string> seen, Sabotage sabotage = Sabotage.None, double mostCalls = 5_000) : IDisposable
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
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(3);

    private readonly Random _random = new(seed);
    private readonly List<string> _story = [];
    private readonly SortedDictionary<long, RolloutLogEntry> _entries = [];

    private readonly HashSet<(long Member, long Sequence)> _batches = [];
    private readonly HashSet<(long Member, long Sequence)> _forgotten = [];
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
        _fleet = new FleetRig(Document, _random.Next(1, MostNodes + 1), _ => Skew(), sabotage, mostCalls);
        using (this)
        {
            Pass(2);
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
                node.Link.IsReadOnly = !node.Link.IsCut && _random.Next(4) == 0;
                Note($"{_fleet.Nodes.IndexOf(node)} cut {node.Link.IsCut}, loses answers {node.Link.LosesAnswers}, takes nothing {node.Link.IsReadOnly}");
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
                _fleet.Restart(killed, name, isReadOnly: _random.Next(3) == 0);
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

                // A node that appends several in turn may have some of them forgotten, and go on behind them: they are as lost as what was acknowledged.
                _forgotten.UnionWith(_fleet.Nodes.SelectMany(static node => node.Link.Sent));
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
        foreach (var node in _unaware.Keys.Where(static node => node.Link is { IsCut: false, LosesAnswers: false, IsReadOnly: false }).ToList())
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
            (node.Link.IsCut, node.Link.LosesAnswers, node.Link.IsSlow, node.Link.IsReadOnly) = (false, false, false, false);
        }
    }

    private void Note(string what) => _story.Add(what);

    private string Story => $"seed {seed}: {string.Join("; ", _story)}";
}
