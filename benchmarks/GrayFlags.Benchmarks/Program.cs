using GrayFlags.Benchmarks.Short;

ShortRun.Run(Console.Out);
