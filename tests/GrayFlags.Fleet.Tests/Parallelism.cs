using NUnit.Framework;

// Fixtures run side by side. Those that stop or restart a server are [NonParallelizable], and run alone afterwards.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
