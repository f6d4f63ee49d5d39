namespace GrayFlags.Providers.Http;

/// <summary>The state of the stream of events; each change is one line in the log.</summary>
internal enum StreamState
{
    Starting,
    Listening,
    Lost,
    GivenUp,
}
