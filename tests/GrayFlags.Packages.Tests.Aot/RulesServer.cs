using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GrayFlags.Packages.Tests.Aot;

/// <summary>A server of one document, on this machine.</summary>
internal sealed class RulesServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile string _document;

    public RulesServer(string document)
    {
        _document = document;
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/rules.json";

    public void Set(string document) => _document = document;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    // A program that ends in the middle of its question, as in a restart, is no reason to leave the next one without an answer.
    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            await AnswerFullyAsync(stream);
        }
        catch (IOException)
        {
        }
    }

    private async Task AnswerFullyAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
        {
            // To the end of the headers.
        }

        var document = _document;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {document.Length}\r\nConnection: close\r\n\r\n{document}"));
    }
}
