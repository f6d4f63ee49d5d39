using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Simulate;

/// <summary>The question for every subject: flags at instants, and, for one instant, the parts by which they are broken down.</summary>
internal sealed class Question
{
    /// <summary>The largest number of flags that are compared in pairs.</summary>
    public const int MaxPaired = 20;

    private const int MaxSegments = 100;
    private const int MaxCells = 20_000_000;

    private Question(IReadOnlyList<Moment> moments, IReadOnlyList<string> flags, IReadOnlyList<string> segments, RegionClasses regions, int segmentCount)
    {
        (Moments, Flags, Segments, Regions, SegmentCount) = (moments, flags, segments, regions, segmentCount);
        Layout = new Layout(this);
        if (Layout.Size > MaxCells)
        {
            throw new UsageException($"{moments.Count} instants of {flags.Count} flags are too much for one run: name the flags, or fewer instants");
        }
    }

    /// <summary>The instants, each with its rules.</summary>
    public IReadOnlyList<Moment> Moments { get; }

    /// <summary>The names of the flags.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary>The segments by which flags are broken down.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The number of the document's segments.</summary>
    public int SegmentCount { get; }

    public RegionClasses Regions { get; }

    public Layout Layout { get; }

    /// <summary>True when flags are broken down by rule, variant, region and segment.</summary>
    public bool HasParts => Moments.Count == 1;

    /// <summary>True when flags are compared in pairs.</summary>
    public bool HasPairs => HasParts && Flags.Count is > 1 and <= MaxPaired;

    public static Question Of(
        FlagDocument document, IReadOnlyList<string> flags, IReadOnlyList<DateTimeOffset> instants, RuleSettings settings, RegionClasses regions)
    {
        var segments = instants.Count == 1 ? document.Segments.Keys.OrderBy(static name => name, StringComparer.Ordinal).Take(MaxSegments).ToArray() : [];
        var probes = Probes(document, segments);
        var asked = new FlagDocument
        {
            Version = document.Version,
            Off = document.Off,
            Segments = document.Segments,
            Flags = document.Flags.Concat(probes).ToDictionary(static each => each.Key, static each => each.Value),
        };
        var moments = instants.Select(at => Moment.Of(FrozenRules.Of(asked, at, settings), at, flags, [.. probes.Select(static probe => probe.Key)])).ToArray();
        return new(moments, flags, segments, regions, document.Segments.Count);
    }

    // A flag that is on for exactly those in a segment: rules know no other way to ask for one.
    private static KeyValuePair<string, FlagDefinition>[] Probes(FlagDocument document, string[] segments)
    {
        var prefix = "in-segment";
        while (document.Flags.Keys.Any(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            prefix += "-";
        }

        return [.. segments.Select((segment, index) => KeyValuePair.Create(
            FormattableString.Invariant($"{prefix}{index}"),
            new FlagDefinition { Rules = new Dictionary<string, RuleDefinition> { ["in"] = new() { Segments = [segment] } } }))];
    }

    /// <summary>The flags at an instant.</summary>
    /// <param name="At">The instant.</param>
    /// <param name="Rules">The rules then.</param>
    /// <param name="Flags">The flags, as the question has them.</param>
    /// <param name="RuleNames">The rules of each.</param>
    /// <param name="Variants">The variants of each.</param>
    /// <param name="Probes">For each segment a flag that is on in it.</param>
    internal sealed record Moment(
        DateTimeOffset At, FrozenRules Rules, IReadOnlyList<Flag> Flags, string[][] RuleNames, string[][] Variants, IReadOnlyList<Flag> Probes)
    {
        public static Moment Of(FrozenRules rules, DateTimeOffset at, IReadOnlyList<string> names, IReadOnlyList<string> probes)
        {
            Flag[] flags = [.. names.Select(name => rules.Find(name)!)];
            return new(
                at, rules, flags,
                [.. flags.Select(Decider.RulesOf)],
                [.. flags.Select(static flag => flag.Variants.Values.Select(static variant => variant.Name).ToArray())],
                [.. probes.Select(name => rules.Find(name)!)]);
        }
    }
}
