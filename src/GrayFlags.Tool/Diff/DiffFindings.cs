using GrayFlags.Changes;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Diff;

/// <summary>The findings of a comparison.</summary>
/// <param name="Old">The name of the old document.</param>
/// <param name="New">The name of the new one.</param>
/// <param name="At">The time of the answers.</param>
/// <param name="Changes">What is written differently.</param>
/// <param name="Names">The flags of both.</param>
/// <param name="Flips">For whom they change.</param>
/// <param name="Source">Where the subjects are from.</param>
/// <param name="Limit">How many may.</param>
/// <param name="Notes">What a reader has to know beside.</param>
internal sealed record DiffFindings(
    string Old,
    string New,
    DateTimeOffset At,
    IReadOnlyList<EntryChange> Changes,
    IReadOnlyList<string> Names,
    FlipTally Flips,
    SubjectSource Source,
    FlipLimit? Limit,
    IReadOnlyList<string> Notes)
{
    public static readonly IReadOnlyList<(FlipKind Kind, string Text)> Kinds =
    [
        (FlipKind.On, "off → on"), (FlipKind.Off, "on → off"), (FlipKind.Variant, "another variant"), (FlipKind.Value, "another value"),
    ];

    /// <summary>The flags that change for somebody, those that change for most first.</summary>
    public IReadOnlyList<(string Name, FlagFlips Flips)> Flipped { get; } =
    [
        .. Names.Select((name, place) => (Name: name, Flips: Flips.Flags[place]))
            .Where(static each => each.Flips.Total > 0)
            .OrderByDescending(static each => each.Flips.Total)
            .ThenBy(static each => each.Name, StringComparer.Ordinal),
    ];

    public string SubjectsText => Common.Figures.Of(Flips.Subjects, Source is Population { Named.Count: 0 } ? "made-up user" : "subject");

    /// <summary>Those that change for more subjects than are allowed.</summary>
    public IReadOnlyList<string> Exceeded => Limit is { } limit
        ? [.. Flipped.Where(each => each.Flips.Total > limit.MostOf(Flips.Subjects)).Select(static each => each.Name)]
        : [];

    public double ShareOf(long count) => Flips.Subjects == 0 ? 0 : (double)count / Flips.Subjects;
}
