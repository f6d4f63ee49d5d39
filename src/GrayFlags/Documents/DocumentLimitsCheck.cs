using System.Globalization;

namespace GrayFlags.Documents;

/// <summary>The check of <see cref="DocumentLimits"/>, for all options that have some.</summary>
internal static class DocumentLimitsCheck
{
    /// <summary>The limits that are not above 0, in one sentence; null when there are none.</summary>
    public static string? Problem(DocumentLimits? limits)
    {
        if (limits is null)
        {
            return "null is not allowed; DocumentLimits.Default has the defaults";
        }

        var bad = All(limits)
            .Where(limit => limit.Value <= 0)
            .Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Name} is {limit.Value}"))
            .ToArray();
        return bad.Length == 0 ? null : $"every limit must be above 0; {string.Join(", ", bad)}";
    }

    private static IEnumerable<(string Name, int Value)> All(DocumentLimits limits) =>
    [
        (nameof(limits.MaxBytes), limits.MaxBytes),
        (nameof(limits.MaxDepth), limits.MaxDepth),
        (nameof(limits.MaxFlags), limits.MaxFlags),
        (nameof(limits.MaxSegments), limits.MaxSegments),
        (nameof(limits.MaxListEntries), limits.MaxListEntries),
        (nameof(limits.MaxTextLength), limits.MaxTextLength),
        (nameof(limits.MaxPatterns), limits.MaxPatterns),
        (nameof(limits.MaxPatternLength), limits.MaxPatternLength),
        (nameof(limits.MaxPatternSize), limits.MaxPatternSize),
        (nameof(limits.MaxPatternsSize), limits.MaxPatternsSize),
        (nameof(limits.MaxMatchedLength), limits.MaxMatchedLength),
        (nameof(limits.MaxEvaluationCost), limits.MaxEvaluationCost),
    ];
}
