using GrayFlags.Benchmarks.Floor;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>The floor.</summary>
internal sealed class FloorLoop(HandWrittenFlags flags, string[] asked, string[] ids) : Loop
{
    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < asked.Length; index++)
        {
            if (flags.IsEnabled(asked[index], ids[index]))
            {
                yes++;
            }
        }

        return yes;
    }
}
