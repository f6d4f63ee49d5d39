using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Rules;

/// <summary>Compiles a document into what runs, or says everything that is wrong with it.</summary>
internal static class RuleSetCompiler
{
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

        var switchedOff = new HashSet<string>(off.Where(name => name is not null), StringComparer.OrdinalIgnoreCase);
        var conditions = new ConditionCompiler(problems, options);
        var segments = new SegmentCompiler(document, conditions, problems, options.Limits);
        segments.CompileAll();
        var layers = new LayerCheck(problems);
        var flagSet = new FlagSetCompiler(document, problems, options.Limits);
        var lists = new ConditionListCompiler(conditions, new CustomCompiler(problems, options.Custom), segments, flagSet, problems);
        var flags = flagSet.CompileAll(new FlagCompiler(lists, new RolloutCompiler(lists, conditions, problems), layers, problems, switchedOff, options.NotesOutcomes));
        layers.Check();
        RolloutSaltCheck.Check(document, problems);
        if (!problems.IsEmpty)
        {
            return new CompileResult(null, problems.List(), []);
        }

        var version = document.Version is { } own ? string.Create(CultureInfo.InvariantCulture, $"{own}+{fingerprint}") : fingerprint;
        return new CompileResult(new RuleSet(flags, Expiries(document), version), [], Warnings(switchedOff, flags));
    }

    private static void CheckCounts(FlagDocument document, DocumentLimits limits, ProblemList problems)
    {
        if (document.SchemaVersion != 1)
        {
            problems.Add(document, "schemaVersion", ProblemText.SchemaVersion(document.SchemaVersion.ToString(CultureInfo.InvariantCulture)));
        }

        if (document.Version is < 0 or > DocumentAge.MaxVersion)
        {
            problems.Add(document, "version", ProblemText.NotAnInteger(document.Version.Value.ToString(CultureInfo.InvariantCulture), 0, DocumentAge.MaxVersion));
        }

        if (document.Flags.Count > limits.MaxFlags)
        {
            problems.Add(document, "flags", ProblemText.TooMany(document.Flags.Count, "flags", limits.MaxFlags, nameof(DocumentLimits.MaxFlags)));
        }

        if (document.Segments.Count > limits.MaxSegments)
        {
            problems.Add(document, "segments", ProblemText.TooMany(document.Segments.Count, "segments", limits.MaxSegments, nameof(DocumentLimits.MaxSegments)));
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

    // A kill switch that names nothing kills nothing. It must not refuse the document, so it is said as a warning.
    private static List<string> Warnings(HashSet<string> off, FlagTable flags) =>
    [
        .. off.Where(name => flags.Find(name) is null).Order(StringComparer.Ordinal)
            .Select(name => "off: " + ProblemText.UnknownReference("flag", ShownText.Escape(name), NearName.Find(name, flags.All.Select(flag => flag.Name)))),
    ];
}
