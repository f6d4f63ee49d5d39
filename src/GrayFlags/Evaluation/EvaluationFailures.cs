using System.Text.Json.Serialization.Metadata;
using GrayFlags.Bucketing;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules;
using GrayFlags.Rules.Lookup;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Evaluation;

/// <summary>Reports the failures of evaluations, which themselves only answer.</summary>
internal sealed class EvaluationFailures(bool throwOnUnknownFlag, UnknownFlagLog unknownFlags, UnreadableAttributeLog unreadableAttributes, ILogger logger)
{
    private int _accessorFailures;
    private int _oldSnapshots;

    public void ReportUnknownFlag(string flag, FlagTable flags)
    {
        if (throwOnUnknownFlag)
        {
            throw new UnknownFlagException(flag, Near(flag, flags));
        }

        // The empty text hashes to 0, which marks a free slot in the log.
        var hash = TextHash.Of(flag);
        if (unknownFlags.IsDue(hash == 0 ? 1 : hash, out var suppressed))
        {
            unknownFlags.Write(flag, Near(flag, flags), suppressed);
        }
    }

    /// <summary>The name of a flag that was probably meant, or null.</summary>
    public static string? Near(string flag, FlagTable flags) => NearName.Find(flag, flags.All.Select(known => known.Name));

    /// <summary>Reports a snapshot that somebody keeps, once.</summary>
    public void ReportOldSnapshot(DateTimeOffset createdAt)
    {
        if (Volatile.Read(ref _oldSnapshots) == 0 && Interlocked.Exchange(ref _oldSnapshots, 1) == 0)
        {
            Log.SnapshotIsOld(logger, createdAt);
        }
    }

    public void ReportUnreadableAttribute(Flag flag, string attribute) =>
        unreadableAttributes.Report(flag.Name, TextHash.Of(flag.Name), attribute, TextHash.Of(attribute));

    public void ReportAccessorFailure(Exception exception)
    {
        if (Interlocked.Exchange(ref _accessorFailures, 1) == 0)
        {
            Log.ContextAccessorFailed(logger, exception);
        }
    }

    public void ReportTypeMismatch(Flag flag, Variant variant, Type type, JsonTypeInfo? typeInfo, IJsonTypeInfoResolver? resolver)
    {
        if (variant.IsFirstMismatch())
        {
            Log.TypeMismatch(logger, flag.Name, variant.Name, type.Name, ValueMismatch.Describe(variant.Value, type, typeInfo, resolver));
        }
    }
}
