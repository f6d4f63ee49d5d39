using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using GrayFlags.Benchmarks.Short;
using GrayFlags.Benchmarks.Worst;

if (args is ["--short", ..])
{
    new ShortRun(Console.Out).Run(args.ElementAtOrDefault(1));
    return;
}

if (args is ["--worst", ..])
{
    new WorstRun(Console.Out).Run(args.ElementAtOrDefault(1));
    return;
}

// The default of two minutes is not enough on a machine that is busy.
var buildTimeout = TimeSpan.FromMinutes(20);
BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(buildTimeout));
