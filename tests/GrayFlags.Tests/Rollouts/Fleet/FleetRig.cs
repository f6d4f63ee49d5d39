using GrayFlags.Rollouts.Fleet;
using GrayFlags.Tests.Kit;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>Nodes on one engine, each with a clock of its own, which all run at the same pace.</summary>
internal sealed class FleetRig : IDisposable
{
    /// <summary>Half of the users for an hour, then all of them.</summary>
    public const string Half = """
        { "stages": [{ "name": "half", "percentage": 50, "hold": "01:00:00" }, { "name": "all", "percentage": 100, "hold": "00:01:00" }],
          "settle": "00:00:01", "guards": { "errors": { "metric": "error" } } }
        """;

    private readonly Sabotage _sabotage;

    public FleetRig(
        string rollout, int nodes, Func<int, TimeSpan>? skew = null, Sabotage sabotage = Sabotage.None, double mostCalls = 5_000)
    {
        (Rollout, _sabotage, MostCalls) = (rollout, sabotage, mostCalls);
        Nodes = [.. Enumerable.Range(0, nodes).Select(number => Start($"node-{number}", skew?.Invoke(number) ?? TimeSpan.Zero))];
    }

    /// <summary>The calls a second from which nodes sample.</summary>
    public double MostCalls { get; }

    /// <summary>The rollout of nodes that start.</summary>
    public string Rollout { get; set; }

    public SimulatedEngine Engine { get; } = new();

    public List<Node> Nodes { get; }

    public RolloutRig this[int node] => Nodes[node].Rig;

    /// <summary>A node that starts now, with a clock that is ahead by so much, on a way to the engine as it is set.</summary>
    public Node Start(string name, TimeSpan skew, Action<NodeLink>? set = null)
    {
        var clock = new ManualTimeProvider(Engine.Now + skew);
        var link = new NodeLink(Engine, _sabotage, clock);
        set?.Invoke(link);
        var rig = new RolloutRig(Rollout, link, clock, name);

        // An answer that is late is taken in by the next tick, not by one on a thread of its own: one seed is one run.
        Internals.SyncOf(rig.Evaluator).AnswerCame = static () => { };
        Internals.NodeOf(rig.Evaluator).Sampling.Most = MostCalls;
        return new Node(rig, link, skew);
    }

    /// <summary>Kills a node, without a word, and starts it again under the same or another name.</summary>
    public void Restart(int node, string? name = null, bool isReadOnly = false)
    {
        var before = Nodes[node];
        before.Link.IsCut = true;
        before.Rig.Dispose();
        Nodes[node] = Start(name ?? $"node-{node}", before.Skew, link => link.IsReadOnly = isReadOnly);
    }

    public void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Engine.Pass(TimeSpan.FromSeconds(1));
            foreach (var node in Nodes)
            {
                node.Link.Release();
                node.Rig.Pass(1);
            }
        }
    }

    /// <summary>Calls of users on the nodes in turn.</summary>
    public void Calls(int from, int count, Func<GrayOutcome, bool> fails)
    {
        for (var number = from; number < from + count; number++)
        {
            this[number % Nodes.Count].Calls(number, 1, fails);
        }
    }

    public void Dispose() => Nodes.ForEach(static node => node.Rig.Dispose());

    internal sealed record Node(RolloutRig Rig, NodeLink Link, TimeSpan Skew)
    {
        /// <summary>The attempt as this node weighs it; null when it monitors none.</summary>
        public FleetAttempt? Attempt => Internals.RolloutsOf(Rig.Evaluator).Sessions.OfFleet.SingleOrDefault();
    }
}
