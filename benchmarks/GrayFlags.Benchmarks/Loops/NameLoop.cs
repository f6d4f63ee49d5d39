namespace GrayFlags.Benchmarks.Loops;

/// <summary>Asks by name, with contexts that were asked before.</summary>
internal sealed class NameLoop(IGrayEvaluator flags, string[] asked, GrayContext[] contexts) : Loop
{
    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < asked.Length; index++)
        {
            if (flags.IsEnabled(asked[index], contexts[index]))
            {
                yes++;
            }
        }

        return yes;
    }
}
