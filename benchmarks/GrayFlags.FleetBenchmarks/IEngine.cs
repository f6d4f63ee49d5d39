namespace GrayFlags.FleetBenchmarks;

/// <summary>A server that nodes share.</summary>
internal interface IEngine : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Its name for a process.</summary>
    string Kind { get; }

    /// <summary>The connection of a process.</summary>
    string Connection { get; }

    /// <summary>Makes a node use the server.</summary>
    void AddTo(IGrayFlagsBuilder builder, string document);

    /// <summary>The number of calls that the nodes have made so far.</summary>
    Task<long> CountAsync();
}
