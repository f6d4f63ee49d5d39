using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace GrayFlags.Fleet.Tests.PostgreSql;

/// <summary>Stands between a client and the server, and loses what a test wants lost. Knows the frames of the server's answers.</summary>
internal sealed class PostgresProxy : IAsyncDisposable
{
    private const byte NotificationResponse = (byte)'A';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly int _server;
    private byte[]? _lost;
    private long _bytes;

    public PostgresProxy(int server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Swallows notifications, as a pooler does that gives each transaction another session.</summary>
    public bool LosesNotifications { get; init; }

    /// <summary>Holds notifications back that have this text, until the client is answered something on the same connection.</summary>
    public string? HoldsBack { get; init; }

    /// <summary>The notifications that were held back, and are sent.</summary>
    public int Released { get; private set; }

    /// <summary>The answers that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>The bytes that went either way.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Breaks the connection once the server has carried out a request that has this text, before the client learns of it. Once.</summary>
    public void LoseAnswerTo(string text) => Volatile.Write(ref _lost, System.Text.Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var pairs = new List<Task>();
        try
        {
            while (true)
            {
                pairs.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }

        await Task.WhenAll(pairs);
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        using (var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
        {
            var connection = new Connection();
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, ended.Token);
                await Task.WhenAny(
                    AskAsync(client.GetStream(), server.GetStream(), connection, ended.Token),
                    AnswerAsync(server.GetStream(), client.GetStream(), connection, ended.Token));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
            }

            await ended.CancelAsync();
        }
    }

    private async Task AskAsync(NetworkStream client, NetworkStream server, Connection connection, CancellationToken stop)
    {
        var buffer = new byte[1 << 16];
        while (await client.ReadAsync(buffer, stop) is > 0 and var read)
        {
            if (Volatile.Read(ref _lost) is { } lost && buffer.AsSpan(0, read).IndexOf(lost) >= 0)
            {
                Volatile.Write(ref _lost, null);
                connection.IsLosing = true;
            }

            Interlocked.Add(ref _bytes, read);
            await server.WriteAsync(buffer.AsMemory(0, read), stop);
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, Connection connection, CancellationToken stop)
    {
        var (head, held) = (new byte[5], new List<byte[]>());
        while (true)
        {
            await server.ReadExactlyAsync(head, stop);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await server.ReadExactlyAsync(body, stop);
            if (connection.IsLosing)
            {
                // 'Z': the server is ready for the next request, so that this one is committed.
                if (head[0] == (byte)'Z')
                {
                    Lost++;
                    return;
                }

                continue;
            }

            if (LosesNotifications && head[0] == NotificationResponse)
            {
                continue;
            }

            if (head[0] == NotificationResponse)
            {
                if (HoldsBack is { } text && body.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0)
                {
                    held.Add([.. head, .. body]);
                    continue;
                }
            }
            else
            {
                foreach (var notification in held)
                {
                    await client.WriteAsync(notification, stop);
                    Released++;
                }

                held.Clear();
            }

            Interlocked.Add(ref _bytes, head.Length + body.Length);
            await client.WriteAsync(head, stop);
            await client.WriteAsync(body, stop);
        }
    }

    private sealed class Connection
    {
        public volatile bool IsLosing;
    }
}
