using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Rules;
using GrayFlags.Rules.Lookup;
using GrayFlags.Rules.Time;

namespace GrayFlags.Compilation;

/// <summary>Compiles a document into a rule set, or reports everything that is wrong with it.</summary>
internal static class RuleSetCompiler
{
    // Names of flags that are gone stay in a kill switch for years; a page of them is enough to be told, and each is a line of the log.
    private const int MaxOffWarnings = 100;

    /// <param name="document">The merged document.</param>
    /// <param name="off">The kill switch: the union over all providers, also of documents that were refused.</param>
    /// <param name="options">The limits, what the app adds to the language, and where it runs.</param>
    /// <param name="fingerprint">Tells this input apart from every other.</param>
    public static CompileResult Compile(FlagDocument document, IReadOnlyCollection<string> off, RuleSetOptions options, string fingerprint)
    {
        var problems = new ProblemList();
        CheckCounts(document, options.Limits, problems);
        if (!problems.IsEmpty)
        {
            return new CompileResult(null, problems.List(), []);
        }

        var conditions = new ConditionCompiler(problems, options);
        var segments = new SegmentCompiler(document, problems, options.Limits);
        var layers = new LayerOverlapCheck(problems);
        var flagSet = new FlagSetCompiler(document, problems, options.Limits);
        var lists = new ConditionListCompiler(conditions, new CustomCompiler(problems, options.Custom), segments, flagSet, problems);
        segments.CompileAll(lists);
        var flags = flagSet.CompileAll(new FlagCompiler(
            lists, new RolloutCompiler(lists, conditions, problems), layers, problems, options.NotesOutcomes, options.Limits.MaxEvaluationCost));
        layers.Check();
        RolloutSaltCheck.Check(document, problems);
        if (!problems.IsEmpty)
        {
            return new CompileResult(null, problems.List(), []);
        }

        var version = VersionOf(document, fingerprint);
        var alive = new RuleSet(flags, Expiries(document), version);
        return new CompileResult(alive.With(off, version), [], Warnings(off, flags, problems));
    }

    /// <summary>The version of the rules that a document and a kill switch make.</summary>
    /// <param name="document">The merged document.</param>
    /// <param name="fingerprint">Tells both apart from every other.</param>
    public static string VersionOf(FlagDocument document, string fingerprint) =>
        document.Version is { } own ? string.Create(CultureInfo.InvariantCulture, $"{own}+{fingerprint}") : fingerprint;

    /// <summary>The names in a kill switch that belong to no flag: they switch nothing off, which is no reason to refuse the document.</summary>
    public static IReadOnlyList<string> Warnings(IEnumerable<string> off, FlagTable flags) => Warnings(off, flags, new ProblemList());

    private static void CheckCounts(FlagDocument document, DocumentLimits limits, ProblemList problems)
    {
        if (document.SchemaVersion != 1)
        {
            problems.Add(document, "schemaVersion", ProblemText.SchemaVersion(document.SchemaVersion.ToString(CultureInfo.InvariantCulture)));
        }

        if (document.Version is < 0 or > DocumentAge.MaxVersion)
        {
            problems.Add(
                document,
                "version",
                ProblemText.NotAnInteger(document.Version.Value.ToString(CultureInfo.InvariantCulture), 0, DocumentAge.MaxVersion));
        }

        if (document.Flags.Count > limits.MaxFlags)
        {
            problems.Add(document, "flags", ProblemText.TooMany(document.Flags.Count, "flags", limits.MaxFlags, nameof(DocumentLimits.MaxFlags)));
        }

        if (document.Off.Count > limits.MaxFlags)
        {
            problems.Add(document, "off", ProblemText.TooMany(document.Off.Count, "names", limits.MaxFlags, nameof(DocumentLimits.MaxFlags)));
        }

        if (document.Segments.Count > limits.MaxSegments)
        {
            problems.Add(
                document,
                "segments",
                ProblemText.TooMany(document.Segments.Count, "segments", limits.MaxSegments, nameof(DocumentLimits.MaxSegments)));
        }
    }

    private static List<Expiry> Expiries(FlagDocument document)
    {
        var expiries = new List<Expiry>();
        foreach (var (name, flag) in document.Flags.Each())
        {
            if (flag.Expires is { } expires)
            {
                expiries.Add(new Expiry(expires.End, name, flag));
            }
        }

        expiries.Sort(static (left, right) => left.End.CompareTo(right.End) is var order and not 0 ? order : string.CompareOrdinal(left.Flag, right.Flag));
        return expiries;
    }

    private static List<string> Warnings(IEnumerable<string> off, FlagTable flags, ProblemList problems)
    {
        var unknown = off.Where(name => name is not null && flags.Find(name) is null).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        unknown.Sort(StringComparer.Ordinal);
        var names = flags.All.Select(flag => flag.Name);
        var warnings = unknown.Take(MaxOffWarnings)
            .Select(name => "off: " + ProblemText.UnknownReference("flag", LogSafeText.Escape(name), problems.Near(name, names)))
            .ToList();
        if (unknown.Count > MaxOffWarnings)
        {
            warnings.Add("off: " + ProblemText.MoreUnknown(unknown.Count - MaxOffWarnings, "flags"));
        }

        return warnings;
    }
}
