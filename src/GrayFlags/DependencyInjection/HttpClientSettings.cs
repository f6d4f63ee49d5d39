using GrayFlags.Providers.Http;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace GrayFlags.DependencyInjection;

/// <summary>The client that the app's factory makes for GrayFlags: with the same handler as one of the provider's own, unless the app says otherwise.</summary>
internal sealed class HttpClientSettings : IConfigureNamedOptions<HttpClientFactoryOptions>
{
    public const string ClientName = "GrayFlags";

    // A client of the factory serves every provider; each load has its own deadline besides.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public void Configure(string? name, HttpClientFactoryOptions options)
    {
        if (name == ClientName)
        {
            options.HttpMessageHandlerBuilderActions.Add(static builder => builder.PrimaryHandler = OwnHttpHandler.Create(ConnectTimeout));
        }
    }

    public void Configure(HttpClientFactoryOptions options)
    {
    }
}
