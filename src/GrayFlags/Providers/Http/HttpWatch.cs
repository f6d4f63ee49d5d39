namespace GrayFlags.Providers.Http;

/// <summary>Polling and listening, ended together.</summary>
internal sealed class HttpWatch(PollTimer timer, ChangeStream stream) : IDisposable
{
    public void Dispose()
    {
        stream.Dispose();
        timer.Dispose();
    }
}
