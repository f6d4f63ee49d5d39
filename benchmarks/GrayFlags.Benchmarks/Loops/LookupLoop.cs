using GrayFlags.Benchmarks.Floor;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>The floor of plain flags: the bare look-up.</summary>
internal sealed class LookupLoop(HandWrittenFlags flags, string[] asked) : Loop
{
    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < asked.Length; index++)
        {
            if (flags.IsOn(asked[index]))
            {
                yes++;
            }
        }

        return yes;
    }
}
