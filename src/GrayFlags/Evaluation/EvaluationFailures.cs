using GrayFlags.Bucketing;
using GrayFlags.Rules;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Evaluation;

/// <summary>Reports the failures of evaluations, which themselves only answer.</summary>
internal sealed class EvaluationFailures(bool throwOnUnknownFlag, UnknownFlagLog unknownFlags, UnreadableAttributeLog unreadableAttributes, ILogger logger)
{
    private int _accessorFailures;

    public void ReportUnknownFlag(string flag)
    {
        if (throwOnUnknownFlag)
        {
            throw new UnknownFlagException(flag);
        }

        // The empty text hashes to 0, which marks a free slot in the log.
        var hash = TextHash.Of(flag);
        unknownFlags.Report(flag, hash == 0 ? 1 : hash);
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

    public void ReportTypeMismatch(Flag flag, Variant variant, Type type)
    {
        if (variant.IsFirstMismatch())
        {
            Log.TypeMismatch(logger, flag.Name, variant.Name, type.Name);
        }
    }
}
