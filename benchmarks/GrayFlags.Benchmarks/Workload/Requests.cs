namespace GrayFlags.Benchmarks.Workload;

/// <summary>What one request asks.</summary>
internal static class Requests
{
    /// <summary>How many flags a request asks.</summary>
    public const int FlagsEach = 40;
}
