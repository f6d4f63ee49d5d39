using System.Net;
using System.Net.Sockets;

namespace GrayFlags.Redis.Connections;

/// <summary>Looks at how far the way to a server goes. The client, while it waits for a connection, does not say why there is none.</summary>
internal static class RedisProbe
{
    private const string Host = "The host of Redis has no address: check its name.";
    private const string Port = "The host of Redis refuses connections at its port: check that Redis runs there.";
    private const string Silent = "The host of Redis does not answer at its port: check the address, and what stands between.";
    private const string Session = "Something answers at Redis's address, and there is no session with it: check the user or the password, and TLS.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The first thing that is wrong on the way to the first server.</summary>
    public static async Task<string> LookAsync(EndPoint server)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        try
        {
            var (host, port) = server switch
            {
                DnsEndPoint named => (named.Host, named.Port),
                IPEndPoint numbered => (numbered.Address.ToString(), numbered.Port),
                _ => ("", 0),
            };
            await client.ConnectAsync(host, port, patience.Token).ConfigureAwait(false);
            return Session;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => Host,
                SocketError.ConnectionRefused => Port,
                _ => Silent,
            };
        }
        catch (Exception exception) when (exception is OperationCanceledException or ArgumentException)
        {
            return Silent;
        }
    }
}
