using NUnit.Framework;

// Fixtures run side by side. Those that measure memory, start processes or change what the whole process
// shares are [NonParallelizable], and run alone afterwards.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
