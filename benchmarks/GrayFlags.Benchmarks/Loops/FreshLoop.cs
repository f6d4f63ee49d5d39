using GrayFlags.Benchmarks.Workload;

namespace GrayFlags.Benchmarks.Loops;

/// <summary>Asks by name, with contexts that are built outside of what is measured and were never asked.</summary>
internal sealed class FreshLoop(IGrayEvaluator flags, string[] asked) : Loop
{
    private readonly GrayContext[] _contexts = new GrayContext[asked.Length];

    public override void Prepare() => Users.FillFresh(_contexts);

    public override int Run()
    {
        var yes = 0;
        for (var index = 0; index < asked.Length; index++)
        {
            if (flags.IsEnabled(asked[index], _contexts[index]))
            {
                yes++;
            }
        }

        return yes;
    }
}
