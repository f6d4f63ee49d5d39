using GrayFlags.Tool.Simulate;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Diff;

/// <summary>Asks both documents for subjects, and counts for whom they differ. For one thread; those of several are added up.</summary>
internal sealed class FlipTally(Comparison comparison)
{
    public FlagFlips[] Flags { get; } = [.. comparison.Names.Select(static _ => new FlagFlips())];

    public long Subjects { get; private set; }

    public static FlipTally Sum(Comparison comparison, IEnumerable<FlipTally> tallies)
    {
        var sum = new FlipTally(comparison);
        foreach (var tally in tallies)
        {
            sum.Subjects += tally.Subjects;
            for (var flag = 0; flag < sum.Flags.Length; flag++)
            {
                sum.Flags[flag].Add(tally.Flags[flag]);
            }
        }

        return sum;
    }

    public void Add(Subject subject)
    {
        Subjects++;
        for (var flag = 0; flag < Flags.Length; flag++)
        {
            var before = comparison.Before.Decide(comparison.Old[flag], subject.Context, subject.Draw);
            var after = comparison.After.Decide(comparison.Now[flag], subject.Context, subject.Draw);
            var kind = comparison.KindOf(flag, before, after);
            if (kind != FlipKind.None && Flags[flag].Count(kind, subject.Index))
            {
                var context = subject.Context;
                Flags[flag].Keep(kind, new(subject.Index, context.UserId, context.Region, Decider.Text(before), Decider.Text(after)));
            }
        }
    }
}
