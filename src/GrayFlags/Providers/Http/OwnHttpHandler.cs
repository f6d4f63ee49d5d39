using System.Net;

namespace GrayFlags.Providers.Http;

/// <summary>
/// The handler that is used where the app gives no client. There is no switch that skips the check of certificates: who has a CA of their own gives a client.
/// </summary>
internal static class OwnHttpHandler
{
    private const int MaxHeaderKilobytes = 32;

    // A pooled connection never notices that a name has come to mean another address.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static SocketsHttpHandler Create(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = ConnectionLifetime,
        ConnectTimeout = connectTimeout,
        MaxResponseHeadersLength = MaxHeaderKilobytes,

        // Done in ResponseBody, which stops at the limit: the handler's own would follow "gzip, gzip" to any depth.
        AutomaticDecompression = DecompressionMethods.None,
    };
}
