using GrayFlags.Bucketing;
using GrayFlags.Documents.Problems;
using GrayFlags.Rules;
using GrayFlags.Rules.Conditions;
using GrayFlags.Rules.Sets;
using GrayFlags.Rules.Time;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Work;

/// <summary>Sets and searches that a document's author made as bad as can be: they answer as the plain ones do.</summary>
[Fault("R1")]
public sealed class CraftedSetTests
{
    private const ulong Factor = 0x9e3779b97f4a7c15;

    // Eight characters are their own key, whose product with a known factor is the place: anybody can make them meet.
    [Test]
    public void Regions_ThatMeetInOnePlace_AreFound()
    {
        const int Count = 1_000;
        var codes = new List<string>();
        for (var next = 0UL; codes.Count < Count; next++)
        {
            var code = new string([.. Enumerable.Range(0, 8).Select(index => (char)('A' + ((next >> (4 * index)) & 15)))]);
            var key = code.Aggregate(0UL, (sum, character) => (sum << 8) | character);
            if ((key * Factor) >> 53 < 8)
            {
                codes.Add(code);
            }
        }

        var set = new RegionSet(codes);

        Assert.That(codes, Has.All.Matches<string>(code => set.Covers(code.ToLowerInvariant()) && set.Covers(code + "-X")));
        Assert.That(codes, Has.None.Matches<string>(code => set.Covers(code[..7]) || set.Covers(code + "X") || set.Covers("X-" + code)));
    }

    [TestCase("CN", true)]
    [TestCase("CN-", true)]
    [TestCase("CNX", false)]
    public void Region_LongerThanAnyCode_EndsWhereNoneCanMatch(string start, bool isCovered) =>
        Assert.That(new RegionSet(["CN", "US-CA"]).Covers(start + new string('A', 1_000_000)), Is.EqualTo(isCovered && start.EndsWith('-')));

    // Side by side, so that each stands where it should and a look-up finds no gap.
    [Test]
    public void Ids_SideBySide_AreFound_AndOthersAreNot()
    {
        const int Count = 1_000;
        var places = new bool[2_048];
        var ids = new List<string>();
        for (var next = 0; ids.Count < Count; next++)
        {
            var place = (int)TextHash.Of($"u{next}") & 2_047;
            if (place < Count && !places[place])
            {
                places[place] = true;
                ids.Add($"u{next}");
            }
        }

        var set = new IdSet(ids);

        Assert.That(ids, Has.All.Matches<string>(id => set.Contains(id, TextHash.Of(id))));
        Assert.That(ids, Has.None.Matches<string>(id => set.Contains(id + "x", TextHash.Of(id + "x"))));
    }

    // Day by day, as the first edition did.
    [Test]
    public void Recurrence_TheDayOfACount_IsThatOfCounting()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var isWeekly = seed % 3 != 0;
            var interval = 1 + (seed % 7 == 0 ? seed % 1_000 : seed % 4);
            var turn = 700_000L + (seed % 11);
            var pattern = new RecurrencePattern
            {
                Days = isWeekly ? 1 + (seed % 127) : 127,
                OpenDays = isWeekly ? 7 : 1,
                TurnDays = (isWeekly ? 7 : 1) * interval,
                TurnStart = turn,
                FirstDay = isWeekly ? turn + (seed % 7) : turn,
            };
            var count = 1 + (seed % 9);
            var (day, left) = (pattern.FirstDay, count);
            while (!pattern.BeginsOn(day) || --left > 0)
            {
                day++;
            }

            Assert.That(pattern.DayOf(count), Is.EqualTo(day), $"{pattern}, {count}");
        }
    }

    // The edit distance as it is defined, over all cells of the table.
    [Test]
    public void NearName_IsThatOfTheWholeTable()
    {
        var noise = 3UL;
        string Word(int length) =>
            new([.. Enumerable.Range(0, length)
                .Select(_ => "abAB\u00e9"[(int)(((noise = (noise * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407) >> 40) % 5)])]);
        for (var turn = 0; turn < 20_000; turn++)
        {
            var name = Word(1 + (turn % 9));
            string[] candidates = [.. Enumerable.Range(0, 4).Select(index => Word(Math.Max(1, name.Length + index - 2)))];

            Assert.That(NearName.Find(name, candidates), Is.EqualTo(Nearest(name, candidates)), $"{name} among {string.Join(", ", candidates)}");
        }
    }

    private static string? Nearest(string name, string[] candidates)
    {
        string? nearest = null;
        var least = Math.Min(2, (name.Length - 1) / 2) + 1;
        foreach (var candidate in candidates)
        {
            if (Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant()) is var distance && distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
