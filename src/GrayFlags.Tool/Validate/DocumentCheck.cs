using GrayFlags.Documents;
using GrayFlags.Snapshots.Updating;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Validate.Lint;

namespace GrayFlags.Tool.Validate;

/// <summary>Reads documents, and finds what refuses them and what is probably not meant.</summary>
internal sealed class DocumentCheck(string format, DateTimeOffset now, Terminal terminal)
{
    private const string OwnFormat = "grayflags";
    private const int MaxWarnings = 1_000;

    /// <summary>Checks each source on its own.</summary>
    public IEnumerable<SourceReport> Each(IReadOnlyList<string> sources) => sources.Select(source => Report(RuleSource.NameOf(source), [Read(source)]));

    /// <summary>Checks sources as the layers of one app: later ones override earlier ones.</summary>
    public SourceReport Merged(IReadOnlyList<string> sources) => Report(string.Join(" + ", sources.Select(RuleSource.NameOf)), [.. sources.Select(Read)]);

    private SourceReport Report(string name, Layer[] layers)
    {
        var findings = layers.SelectMany(static layer => layer.Read.Problems).Select(static problem => new Finding(false, problem)).ToList();
        if (findings.Count > 0 || layers.Any(static layer => layer.Read.Document is null))
        {
            return new(name, null, null, findings);
        }

        var document = DocumentMerge.Merge([.. layers.Select(static layer => layer.Read.Document!)]);
        findings.AddRange(Located(GrayEvaluator.FindProblems(document), layers).Select(static problem => new Finding(false, problem)));
        if (findings.Count == 0 && format == OwnFormat)
        {
            findings.AddRange(Located(Warnings(document), layers).Select(static problem => new Finding(true, problem)));
        }

        return new(name, document.Flags.Count, document.Segments.Count, findings);
    }

    private IReadOnlyList<DocumentProblem> Warnings(FlagDocument document) =>
        [.. DocumentWarnings.Of(document, static _ => false, MaxWarnings), .. DocumentLint.Of(document, now).Take(MaxWarnings)];

    private Layer Read(string source)
    {
        var utf8 = RuleSource.Bytes(source, terminal);
        return new(utf8, RuleSource.NameOf(source), RuleSource.Read(utf8, format, new DocumentReaderOptions { Source = RuleSource.NameOf(source) }));
    }

    // Paths are those of our documents: where they lead in others nobody knows.
    private IEnumerable<DocumentProblem> Located(IReadOnlyList<DocumentProblem> problems, Layer[] layers)
    {
        var placed = format != OwnFormat
            ? problems
            : layers.SelectMany(layer => PathLocator.Locate(layer.Utf8, [.. problems.Where(problem => problem.Source == layer.Name)]))
                .Concat(problems.Where(static problem => problem.Source is null));
        return placed.OrderBy(static problem => problem.Line).ThenBy(static problem => problem.Column);
    }

    private sealed record Layer(byte[] Utf8, string Name, DocumentReadResult Read);
}
