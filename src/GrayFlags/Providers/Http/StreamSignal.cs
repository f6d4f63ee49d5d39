namespace GrayFlags.Providers.Http;

/// <summary>A signal of a stream of events.</summary>
internal enum StreamSignal
{
    /// <summary>A line that is no event: the server is there.</summary>
    Alive,

    /// <summary>An event.</summary>
    Event,

    /// <summary>The end.</summary>
    End,
}
