using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.Formats.FeatureManagement;

/// <summary>Provides the feature flags of a configuration, and reads them again when the configuration changes.</summary>
internal sealed class FeatureManagementProvider(IConfiguration configuration, FeatureManagementFormat format) : IRuleProvider
{
    public string Name => "Microsoft.FeatureManagement in configuration";

    public ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = format.Read(ConfigurationJson.Of(configuration), new DocumentReaderOptions { Source = Name });
        return ValueTask.FromResult(LoadResult.FromRead(read));
    }

    public IDisposable Watch(Action changed) => ChangeToken.OnChange(configuration.GetReloadToken, changed);
}
