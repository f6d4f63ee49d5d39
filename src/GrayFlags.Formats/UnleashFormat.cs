using GrayFlags.Documents;
using GrayFlags.Formats.Common;
using GrayFlags.Formats.Unleash;

namespace GrayFlags.Formats;

/// <summary>The client features of Unleash, as <c>/api/client/features</c> answers them, or the events of <c>/api/client/delta</c>.</summary>
/// <remarks>
/// Every user keeps the answer of the official SDKs: the same hash of the same keys. Contexts keep their names: <c>userId</c> is the context's user, everything
/// else an attribute. Where the official SDKs disagree, those of Yggdrasil hold, of which the one for .NET is. Thread-safe.
/// </remarks>
public sealed class UnleashFormat : IRuleFormat
{
    private readonly HashSet<string> _customStrategies;
    private readonly bool _leavesOut;

    /// <summary>Creates a format.</summary>
    /// <param name="options">The options. Default: those of <see cref="Instance"/>.</param>
    public UnleashFormat(UnleashFormatOptions? options = null)
    {
        _customStrategies = new HashSet<string>(options?.CustomStrategies ?? [], StringComparer.Ordinal);
        _leavesOut = options?.LeavesOutRefusedFlags == true;
    }

    /// <summary>The format with its defaults.</summary>
    public static UnleashFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "Unleash";

    /// <inheritdoc/>
    public DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return FormatReader.Read(utf8Json, options, (root, reading) =>
        {
            var features = new UnleashFeatures(root);
            var conversion = new UnleashConversion(features, _customStrategies);
            return FormatReader.Convert(features.Names, conversion.Convert, reading, _leavesOut);
        });
    }
}
