namespace GrayFlags.Simulator.Rivals;

/// <summary>A judge that others use instead of the guard. It sees calls as they end, and knows nothing of users.</summary>
internal abstract class Rival
{
    public abstract string Name { get; }

    public abstract void Add(bool isCanary, bool failed);

    /// <summary>Looks at what came so far.</summary>
    /// <param name="second">Seconds that have passed.</param>
    /// <returns>The larger, the worse the canary looks; it is condemned above a threshold. Not a number where it does not look.</returns>
    public abstract double Look(int second);
}
