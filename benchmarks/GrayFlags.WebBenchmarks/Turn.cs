namespace GrayFlags.WebBenchmarks;

/// <summary>What one app did when it was its turn.</summary>
/// <param name="PerSecond">Requests per second.</param>
/// <param name="Microseconds">CPU time of the server for a request.</param>
/// <param name="Bytes">What the server allocated for a request.</param>
internal readonly record struct Turn(double PerSecond, double Microseconds, double Bytes);
