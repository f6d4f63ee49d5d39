using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>A server that sends whatever bytes a test wants, to one connection at a time.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();

    /// <param name="answer">Writes the answer to a request; the connection is closed after it.</param>
    public RawServer(Func<Stream, CancellationToken, Task> answer)
    {
        _listener.Start();
        _ = RunAsync(answer);
    }

    public Uri Uri => new($"http://{_listener.LocalEndpoint}/flags.json");

    public static ReadOnlyMemory<byte> Text(string text) => Encoding.ASCII.GetBytes(text);

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
    }

    private async Task RunAsync(Func<Stream, CancellationToken, Task> answer)
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                while (await reader.ReadLineAsync(_ended.Token) is { Length: > 0 })
                {
                }

                await answer(stream, _ended.Token);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has gone, or the test is over.
            }
        }
    }
}
