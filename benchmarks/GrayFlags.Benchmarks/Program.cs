using BenchmarkDotNet.Running;
using GrayFlags.Benchmarks.Short;

if (args is ["--short", ..])
{
    new ShortRun(Console.Out).Run(args.ElementAtOrDefault(1));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(args);
