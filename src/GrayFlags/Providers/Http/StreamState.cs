namespace GrayFlags.Providers.Http;

/// <summary>How the stream of events is doing; each change is one line in the log.</summary>
internal enum StreamState
{
    Starting,
    Listening,
    Lost,
    GivenUp,
}
