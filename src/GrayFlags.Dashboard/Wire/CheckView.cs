namespace GrayFlags.Dashboard.Wire;

/// <summary>The consequences of a draft.</summary>
internal sealed record CheckView
{
    /// <summary>Every reason for which it would be refused, with its line; empty when it would serve.</summary>
    public required IReadOnlyList<ProblemView> Problems { get; init; }

    /// <summary>The changes of what serves, with all sources merged.</summary>
    public required IReadOnlyList<ChangeView> Changes { get; init; }

    /// <summary>The number of changes that are left out, since there are too many or they are too large.</summary>
    public int? MoreChanges { get; init; }

    /// <summary>The contexts that were asked before and after; null when the draft would be refused.</summary>
    public required SubjectsView? Subjects { get; init; }

    /// <summary>The flags whose answer would change for some of them, those that change for most first.</summary>
    public required IReadOnlyList<FlipView> Flips { get; init; }
}
