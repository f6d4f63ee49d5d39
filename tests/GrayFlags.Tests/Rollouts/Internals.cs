using System.Collections;
using System.Reflection;
using GrayFlags.Rollouts;
using GrayFlags.Rollouts.Control;
using GrayFlags.Snapshots;

namespace GrayFlags.Tests.Rollouts;

/// <summary>What an evaluator does not show, for faults that no document can bring about, and for what must not grow.</summary>
internal static class Internals
{
    public static SnapshotStore StoreOf(GrayEvaluator evaluator) => Field<SnapshotStore>(ControllerOf(evaluator), "_store");

    public static RolloutController ControllerOf(GrayEvaluator evaluator) => Field<RolloutController>(evaluator, "_controller");

    /// <summary>How many rollouts the controller keeps something of.</summary>
    public static int RunsOf(GrayEvaluator evaluator) => Field<ICollection>(ControllerOf(evaluator), "_runs").Count;

    private static T Field<T>(object of, string name) => (T)of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of)!;
}
