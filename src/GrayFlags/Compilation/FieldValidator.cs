using System.Globalization;
using GrayFlags.Bucketing;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;

namespace GrayFlags.Compilation;

/// <summary>
/// Checks the single values of a rollout and turns them into those of its plan. What has a problem becomes harmless: its document is refused.
/// </summary>
internal sealed class FieldValidator(ProblemList problems)
{
    private const decimal BucketsPerPercent = Bucket.Count / 100m;

    // Far from where an instant and a duration add up to no instant.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(3_650);

    public TimeSpan? Duration(Definition at, string field, TimeSpan? given, params ReadOnlySpan<string> path)
    {
        if (given is not { } duration)
        {
            return null;
        }

        if (duration > TimeSpan.Zero && duration <= MaxDuration && duration.Ticks % TimeSpan.TicksPerSecond == 0)
        {
            return duration;
        }

        problems.Add(at, field, ProblemText.NotADuration(LogSafeText.Quote(duration.ToString("c", CultureInfo.InvariantCulture))), path);
        return null;
    }

    public double Number(
        Definition at, string field, decimal? given, double otherwise, Func<decimal, bool> isAllowed, string allowed, params ReadOnlySpan<string> path)
    {
        if (given is not { } number)
        {
            return otherwise;
        }

        if (isAllowed(number))
        {
            return (double)number;
        }

        problems.Add(at, field, ProblemText.OutOfRange(number, allowed), path);
        return otherwise;
    }

    /// <summary>A share of all buckets, given in percent.</summary>
    public int Buckets(Definition at, string field, decimal percent, params ReadOnlySpan<string> path)
    {
        if (PercentLiteral.IsPercent(percent))
        {
            return (int)(percent * BucketsPerPercent);
        }

        problems.Add(at, field, ProblemText.NotAPercentage(percent.ToString(CultureInfo.InvariantCulture)), path);
        return 0;
    }

    /// <summary>A share of all buckets, given as a part of 1.</summary>
    public int Part(Definition at, string field, decimal part, params ReadOnlySpan<string> path)
    {
        if (part is >= 0m and <= 1m && decimal.Truncate(part * Bucket.Count) == part * Bucket.Count)
        {
            return (int)(part * Bucket.Count);
        }

        problems.Add(at, field, ProblemText.NotAShare(part.ToString(CultureInfo.InvariantCulture)), path);
        return 0;
    }

    // Only documents that are built in code hold numbers that are no word.
    public T Word<T>(Definition at, string field, T? given, T otherwise, string allowed, params ReadOnlySpan<string> path)
        where T : struct, Enum
    {
        if (given is not { } word || Enum.IsDefined(word))
        {
            return given ?? otherwise;
        }

        problems.Add(at, field, ProblemText.Kind(word.ToString(), allowed), path);
        return otherwise;
    }

    public int Count(Definition at, string field, int? given, int otherwise, int min, int max, params ReadOnlySpan<string> path)
    {
        if (given is null || (given >= min && given <= max))
        {
            return given ?? otherwise;
        }

        problems.Add(at, field, ProblemText.NotAnInteger(given.Value.ToString(CultureInfo.InvariantCulture), min, max), path);
        return otherwise;
    }
}
