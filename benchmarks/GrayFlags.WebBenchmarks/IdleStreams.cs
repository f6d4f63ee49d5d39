using System.Net.Sockets;
using System.Text;

namespace GrayFlags.WebBenchmarks;

/// <summary>Streams of server-sent events that nobody reads beyond their beginning, by bare sockets: they cost this process next to nothing.</summary>
internal static class IdleStreams
{
    /// <summary>Opens streams one after the other until there are as many as asked for.</summary>
    /// <param name="sockets">The streams so far.</param>
    /// <param name="path">The path of the stream.</param>
    /// <param name="port">The port of the server on this machine.</param>
    /// <param name="count">The number of streams there are to be.</param>
    /// <param name="beginning">The text that an open stream has sent.</param>
    public static async Task OpenAsync(List<Socket> sockets, string path, int port, int count, string beginning)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        var buffer = new byte[4_096];
        while (sockets.Count < count)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync("127.0.0.1", port).ConfigureAwait(false);
            await socket.SendAsync(request).ConfigureAwait(false);
            var read = 0;
            while (!Encoding.ASCII.GetString(buffer, 0, read).Contains(beginning, StringComparison.Ordinal))
            {
                read += await socket.ReceiveAsync(buffer.AsMemory(read)).ConfigureAwait(false) is > 0 and var more
                    ? more
                    : throw new InvalidOperationException("The server ends a stream: " + Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
    }
}
