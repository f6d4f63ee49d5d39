using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>
/// Does one kind of work many times. Each way of asking has a loop of its own, so that no delegate stands between the loop and what it measures.
/// </summary>
internal abstract class Loop
{
    /// <summary>How many calls <see cref="Run"/> makes.</summary>
    public virtual int Calls => Users.Count;

    /// <summary>What is not measured: done before each run.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Does the work.</summary>
    /// <returns>How often the answer was yes, or whatever keeps the work from being optimised away.</returns>
    public abstract int Run();
}
