using GrayFlags.Documents;
using GrayFlags.Formats.Common;
using GrayFlags.Formats.FeatureManagement;

namespace GrayFlags.Formats;

/// <summary>Feature flags of Microsoft.FeatureManagement, in both schemas: <c>feature_management</c> and <c>FeatureManagement</c>.</summary>
/// <remarks>
/// Every user keeps the answer of version 4.7.0: the same hash of the same text. The user of a targeting context is the context's user, its groups are an
/// attribute. A flag that stands in both schemas is that of <c>feature_management</c>. Thread-safe.
/// </remarks>
public sealed class FeatureManagementFormat : IRuleFormat
{
    private readonly FeatureManagementFormatOptions _options;

    /// <summary>Creates a format.</summary>
    /// <param name="options">The options. Default: those of <see cref="Instance"/>.</param>
    public FeatureManagementFormat(FeatureManagementFormatOptions? options = null) => _options = new FeatureManagementFormatOptions
    {
        IgnoreCase = options?.IgnoreCase == true,
        GroupsAttribute = options?.GroupsAttribute ?? "groups",
        CustomFilters = [.. options?.CustomFilters ?? []],
        LeavesOutRefusedFlags = options?.LeavesOutRefusedFlags == true,
    };

    /// <summary>The format with its defaults.</summary>
    public static FeatureManagementFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "Microsoft.FeatureManagement";

    /// <inheritdoc/>
    public DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return FormatReader.Read(utf8Json, options, (root, reading) =>
        {
            var flags = FeatureFlags.Of(root);
            return FormatReader.Convert(
                flags.Keys, name => new FeatureFlagConversion(name, flags[name], _options).Convert(), reading, _options.LeavesOutRefusedFlags);
        });
    }
}
