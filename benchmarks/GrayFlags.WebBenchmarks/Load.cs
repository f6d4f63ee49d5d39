using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GrayFlags.WebBenchmarks;

/// <summary>Some connections to one app, that ask again as soon as they are answered.</summary>
/// <remarks>
/// One thread, and plain calls of the system: far cheaper for a request than any server, so that the server
/// is what is measured. The connections stay, so that turns can be short.
/// </remarks>
internal sealed class Load : IDisposable
{
    private const int Connections = 32;
    private const int TimeoutMilliseconds = 10_000;

    private static readonly byte[] Request =
        Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\n{Sites.UserHeader}: user-3\r\n{Sites.RegionHeader}: CN-GD\r\n\r\n");
    private static readonly byte[] Status = "HTTP/1.1 200"u8.ToArray();

    // Of the body, which is sent in chunks: there is one, and then none.
    private static readonly byte[] End = Encoding.ASCII.GetBytes(Sites.Body + "\r\n0\r\n\r\n");

    private readonly List<Socket> _sockets = [];
    private readonly byte[] _answer = new byte[4096];

    public Load(IPEndPoint address)
    {
        for (var index = 0; index < Connections; index++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = TimeoutMilliseconds };
            _sockets.Add(socket);
            socket.Connect(address);
        }
    }

    /// <returns>How many requests were answered, and how long that took.</returns>
    public (int Requests, TimeSpan Elapsed) Run(TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var requests = 0;
        _sockets.ForEach(static socket => socket.Send(Request));
        do
        {
            foreach (var socket in _sockets)
            {
                ReadAnswer(socket);
                socket.Send(Request);
            }

            requests += _sockets.Count;
        }
        while (Stopwatch.GetElapsedTime(began) < duration);

        _sockets.ForEach(ReadAnswer);
        return (requests + _sockets.Count, Stopwatch.GetElapsedTime(began));
    }

    public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());

    private void ReadAnswer(Socket socket)
    {
        var length = 0;
        do
        {
            var read = socket.Receive(_answer.AsSpan(length));
            length += read;
            if (read == 0 || (length >= Status.Length && !_answer.AsSpan().StartsWith(Status)))
            {
                throw new InvalidOperationException($"Not the answer that was asked for: {Encoding.ASCII.GetString(_answer, 0, length)}");
            }
        }
        while (!_answer.AsSpan(0, length).EndsWith(End));
    }
}
