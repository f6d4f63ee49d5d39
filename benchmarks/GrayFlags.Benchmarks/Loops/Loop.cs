namespace GrayFlags.Benchmarks.Loops;

/// <summary>Asks all questions once. Each way of asking has a loop of its own, so that no delegate stands between the loop and what it measures.</summary>
internal abstract class Loop
{
    /// <summary>What is not measured: done before each round.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Asks.</summary>
    /// <returns>How often the answer was yes.</returns>
    public abstract int Run();
}
