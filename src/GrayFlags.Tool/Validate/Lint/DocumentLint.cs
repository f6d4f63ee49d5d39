using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Validate.Lint;

/// <summary>Finds what a good document has and nobody needs: flags past their day, names that lead nowhere, rules and segments that decide nothing.</summary>
/// <remarks>Only what is certain: a warning that may be wrong teaches people to look past all of them.</remarks>
internal static class DocumentLint
{
    /// <param name="document">A document without problems.</param>
    /// <param name="now">The time at which it is looked at.</param>
    public static IEnumerable<DocumentProblem> Of(FlagDocument document, DateTimeOffset now)
    {
        var members = new SegmentMembers(document, now);
        return Expired(document, now)
            .Concat(UnknownOff(document))
            .Concat(UnusedSegments(document))
            .Concat(EmptySegments(document, members))
            .Concat(document.Flags.SelectMany(flag => DeadRules.Of(flag.Key, flag.Value, members, now)));
    }

    public static DocumentProblem Warning(Definition at, string path, string message) => new()
    {
        Source = at.Mark.Source,
        Line = at.Mark.Position.LineOrNull,
        Column = at.Mark.Position.ColumnOrNull,
        Path = path,
        Message = message,
    };

    private static IEnumerable<DocumentProblem> Expired(FlagDocument document, DateTimeOffset now) =>
        from flag in document.Flags
        where flag.Value.Expires is { } expires && expires.End <= now
        let owner = flag.Value.Owner is { Length: > 0 } name ? $" (its owner is {LogSafeText.Quote(name)})" : ""
        select Warning(
            flag.Value,
            ConditionPlace.PathOf("flags", flag.Key, "expires"),
            $"the flag expired with {flag.Value.Expires}{owner} and goes on as it is: take it out of the code and then out of here, or give it more time");

    private static IEnumerable<DocumentProblem> UnknownOff(FlagDocument document)
    {
        var near = new NearNames();
        for (var index = 0; index < document.Off.Count; index++)
        {
            var name = document.Off[index];
            if (!document.Flags.ContainsKey(name))
            {
                // A list may also be one text with commas, which has no entries to point at; the path then leads to the list.
                yield return Warning(
                    document,
                    string.Create(CultureInfo.InvariantCulture, $"off[{index}]"),
                    ProblemText.UnknownReference("flag", LogSafeText.Escape(name), near.Find(name, document.Flags.Keys)));
            }
        }
    }

    private static IEnumerable<DocumentProblem> UnusedSegments(FlagDocument document)
    {
        var references = ConditionPlace.In(document)
            .SelectMany(static place => (place.Conditions.Segments ?? []).Select(name => (User: place.Segment, Name: name)))
            .ToLookup(static reference => reference.User, static reference => reference.Name, StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(references[null], StringComparer.OrdinalIgnoreCase);
        var named = new HashSet<string>(references.SelectMany(static reference => reference), StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(used);
        while (open.TryPop(out var name))
        {
            foreach (var next in references[name].Where(used.Add))
            {
                open.Push(next);
            }
        }

        return document.Segments.Where(segment => !used.Contains(segment.Key)).Select(segment => Warning(
            segment.Value,
            ConditionPlace.PathOf("segments", segment.Key),
            named.Contains(segment.Key) ? "only segments that no flag uses name this one" : "no flag uses this segment"));
    }

    private static IEnumerable<DocumentProblem> EmptySegments(FlagDocument document, SegmentMembers members) =>
        from segment in document.Segments
        let reason = members.WhyNone(segment.Key)
        where reason is not null
        select Warning(segment.Value, ConditionPlace.PathOf("segments", segment.Key), $"nobody can be in this segment: {reason}");
}
