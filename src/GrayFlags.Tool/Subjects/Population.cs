using System.Globalization;

namespace GrayFlags.Tool.Subjects;

/// <summary>Subjects that are made up one by one, each a function of the seed and its place.</summary>
/// <param name="count">How many.</param>
/// <param name="seed">The seed.</param>
/// <param name="regions">The regions; null for nowhere.</param>
/// <param name="attributes">The attributes that rules ask about.</param>
/// <param name="units">Attributes with an id of each subject's own, since shares are drawn by it.</param>
/// <param name="ranks">Attributes with a rank from 0 to 1.</param>
/// <param name="named">Users to ask for first, beside those that are made up.</param>
internal sealed class Population(
    long count,
    ulong seed,
    Mix<string?> regions,
    IReadOnlyList<KeyValuePair<string, Mix<GrayValue>>> attributes,
    IReadOnlyCollection<string> units,
    IReadOnlyCollection<string> ranks,
    IReadOnlyList<string> named) : SubjectSource
{
    private const int BatchSize = 4_096;
    private const int RegionDraw = -2;

    private long _taken;

    public override long? Count => Total;

    private long Total => count + named.Count;

    public Mix<string?> Regions => regions;

    /// <summary>The regions but for the one that stands for all others.</summary>
    public IEnumerable<string> NamedRegions => regions.Values.Where(static each => each.Value == each.Shown).Select(static each => each.Shown);

    public IReadOnlyList<KeyValuePair<string, Mix<GrayValue>>> Attributes => attributes;

    public IReadOnlyCollection<string> Units => units;

    public IReadOnlyList<string> Named => named;

    public override bool Take(List<Subject> batch)
    {
        batch.Clear();
        var first = Interlocked.Add(ref _taken, BatchSize) - BatchSize;
        if (first >= Total)
        {
            return false;
        }

        var pairs = new List<KeyValuePair<string, GrayValue>>(attributes.Count + units.Count + ranks.Count);
        for (var index = first; index < Math.Min(first + BatchSize, Total); index++)
        {
            batch.Add(Make(index, pairs));
        }

        return true;
    }

    /// <summary>The subject at a place.</summary>
    public Subject At(long index) => Make(index, []);

    private Subject Make(long index, List<KeyValuePair<string, GrayValue>> pairs)
    {
        // The others are the same ones, whoever is named: negative places are those of nobody else.
        var place = index - named.Count;
        var self = Draw.OfSubject(seed, place);
        pairs.Clear();
        for (var attribute = 0; attribute < attributes.Count; attribute++)
        {
            var (name, mix) = attributes[attribute];
            if (mix.At(Draw.Place(self, attribute)) is { IsNone: false } value)
            {
                pairs.Add(new(name, value));
            }
        }

        foreach (var unit in units)
        {
            pairs.Add(new(unit, $"{unit}-{self:x16}"));
        }

        var rank = 0;
        foreach (var name in ranks)
        {
            pairs.Add(new(name, Draw.Place(~self, rank++)));
        }

        var user = place < 0 ? named[(int)index] : "u-" + self.ToString("x16", CultureInfo.InvariantCulture);
        var context = new GrayContext(user, pairs) { Region = regions.At(Draw.Place(self, RegionDraw)) };
        return new Subject(index, context, Draw.OfRequest(seed, place));
    }
}
