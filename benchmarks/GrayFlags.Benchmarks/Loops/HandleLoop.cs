namespace GrayFlags.Benchmarks.Loops;

/// <summary>Asks through handles.</summary>
internal sealed class HandleLoop(GrayFlag[] asked, GrayContext[] contexts) : Loop
{
    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < asked.Length; index++)
        {
            if (asked[index].IsEnabled(contexts[index]))
            {
                yes++;
            }
        }

        return yes;
    }
}
