using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>Requests that each ask forty flags for one user, whose context is built for the request.</summary>
internal sealed class RequestLoop(IGrayEvaluator flags, string[] asked) : Loop
{
    private readonly GrayContext[] _contexts = new GrayContext[Users.Count];

    public override int Calls => Users.Count / Requests.FlagsEach * Requests.FlagsEach;

    public override void Prepare() => Users.FillFresh(_contexts);

    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < Calls; index++)
        {
            if (flags.IsEnabled(asked[index], _contexts[index / Requests.FlagsEach]))
            {
                yes++;
            }
        }

        return yes;
    }
}
