namespace GrayFlags.Simulator.Traffic;

/// <summary>What becomes of a canary that was healthy.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Kind">What becomes of its calls.</param>
/// <param name="Rate">The share of them that it becomes of; of the others the usual share fails.</param>
/// <param name="Most">Seconds until nobody waits any longer for a breach.</param>
internal sealed record Ending(string Name, EndingKind Kind, double Rate, int Most)
{
    public static Ending Dead { get; } = new("dead", EndingKind.Fails, 1, 3_600);

    public static Ending TenPercent { get; } = new("10 % fail", EndingKind.Fails, 0.1, 3 * 3_600);

    public static Ending ThreePercent { get; } = new("3 % fail", EndingKind.Fails, 0.03, 6 * 3_600);

    public static Ending Hanging { get; } = new("hangs", EndingKind.Hangs, 1, 3_600);

    public static Ending GivenUp { get; } = new("hangs, clients give up after 1 s", EndingKind.GivenUp, 1, 3_600);
}
