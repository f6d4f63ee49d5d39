using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;
using GrayFlags.Formats.Flagd;

namespace GrayFlags.Formats;

/// <summary>The flags of flagd, with targeting rules in JsonLogic as far as rules can say it.</summary>
/// <remarks>
/// The targeting key is the context's user; every other field of the context is an attribute, one of an object by its path, <c>user.tier</c>. A variant whose
/// value is false reads as off. Thread-safe. https://flagd.dev/reference/flag-definitions/
/// </remarks>
public sealed class FlagdFormat : IRuleFormat
{
    private readonly BucketHash _hash;
    private readonly bool _leavesOut;

    /// <summary>Creates a format.</summary>
    /// <param name="options">The options. Default: those of <see cref="Instance"/>.</param>
    public FlagdFormat(FlagdFormatOptions? options = null)
    {
        _hash = options?.Fractional == FlagdFractional.V1 ? BucketHash.FlagdV1 : BucketHash.Flagd;
        _leavesOut = options?.LeavesOutRefusedFlags == true;
    }

    /// <summary>The format with its defaults.</summary>
    public static FlagdFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "flagd";

    /// <inheritdoc/>
    public DocumentReadResult Read(ReadOnlySpan<byte> utf8Json, DocumentReaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return FormatReader.Read(utf8Json, options, (root, reading) =>
        {
            if (root.Get("flags") is not { ValueKind: JsonValueKind.Object } flags)
            {
                return FormatReader.Refused(reading, "the document has no object 'flags'");
            }

            // Of two flags of one name the last, as every reader of JSON there takes it.
            var byName = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var flag in flags.EnumerateObject())
            {
                byName[flag.Name] = flag.Value;
            }

            var evaluators = root.Get("$evaluators") ?? default;
            return FormatReader.Convert(byName.Keys, name => new FlagdConversion(name, byName[name], evaluators, _hash).Convert(), reading, _leavesOut);
        });
    }
}
