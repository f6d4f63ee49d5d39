using System.Collections;
using System.Reflection;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Fleet;
using GrayFlags.Rollouts.Stores;
using GrayFlags.Snapshots;

namespace GrayFlags.Tests.Rollouts;

/// <summary>What an evaluator does not show, for faults that no document can bring about, and for what must not grow.</summary>
internal static class Internals
{
    public static SnapshotStore StoreOf(GrayEvaluator evaluator) => Field<SnapshotStore>(RolloutsOf(evaluator).Live, "_snapshots");

    public static RolloutServices RolloutsOf(GrayEvaluator evaluator) => Field<RolloutServices>(evaluator, "_rollouts");

    /// <summary>The connection of the evaluator to its store.</summary>
    public static RolloutSync SyncOf(GrayEvaluator evaluator) => Field<RolloutSync>(Field<object>(RolloutsOf(evaluator), "_ticker"), "_sync");

    /// <summary>The evaluator as a node of its fleet.</summary>
    public static FleetNode NodeOf(GrayEvaluator evaluator) => Field<FleetNode>(Field<object>(RolloutsOf(evaluator), "_ticker"), "_fleet");

    /// <summary>The number of rollouts that have a session.</summary>
    public static int SessionsOf(GrayEvaluator evaluator) => Field<ICollection>(RolloutsOf(evaluator).Sessions, "_sessions").Count;

    private static T Field<T>(object of, string name) => (T)of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of)!;
}
