using GrayFlags.Benchmarks.Short;

ShortRun.Run(Console.Out, args.ElementAtOrDefault(1));
