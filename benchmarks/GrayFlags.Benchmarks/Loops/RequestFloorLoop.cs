using GrayFlags.Benchmarks.Floor;
using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>The floor of <see cref="RequestLoop"/>.</summary>
internal sealed class RequestFloorLoop(HandWrittenFlags flags, string[] asked) : Loop
{
    public override int Calls => Users.Count / Requests.FlagsEach * Requests.FlagsEach;

    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < Calls; index++)
        {
            if (flags.IsEnabled(asked[index], Users.Ids[index / Requests.FlagsEach]))
            {
                yes++;
            }
        }

        return yes;
    }
}
