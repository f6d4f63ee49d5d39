using NUnit.Framework;

// Most of the time a test waits for the browser. Each fixture has profiles of one browser, and sites, of its own.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
