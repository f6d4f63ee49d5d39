using System.Globalization;
using GrayFlags.Bucketing;

namespace GrayFlags.Rules;

/// <summary>Divides subjects between the variants of a flag by their weights.</summary>
internal sealed class VariantSplit
{
    private const string SaltSuffix = ":variant";
    private const int MaxShown = 20;

    private readonly Variant[] _variants;
    private readonly ulong[] _hashes;
    private readonly uint[] _weights;
    private readonly ulong _saltHash;

    // Once for all the rules that split by it, and short: an explanation shows it for each of them.
    private readonly string _shown;

    /// <param name="flag">The flag's name.</param>
    /// <param name="variants">The variants that have a weight above 0; at least one.</param>
    public VariantSplit(string flag, IEnumerable<Variant> variants)
    {
        Salt = flag.ToLowerInvariant() + SaltSuffix;
        _saltHash = TextHash.Of(Salt);

        // Names ignore case, so the spelling must not decide; the order decides between equal costs only.
        var named =
            variants.Select(variant => (Name: variant.Name.ToLowerInvariant(), Variant: variant)).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        _variants = [.. named.Select(entry => entry.Variant)];
        _hashes = [.. named.Select(entry => TextHash.Of(entry.Name))];
        _weights = [.. named.Select(entry => entry.Variant.Weight)];
        var shown = _variants.Take(MaxShown)
            .Select(variant => string.Create(CultureInfo.InvariantCulture, $"{variant.Name} {(decimal)variant.Weight / Variant.WeightUnits:0.###}"));
        _shown = string.Join(", ", shown) + (_variants.Length > MaxShown ? $", and {_variants.Length - MaxShown} more" : "");
    }

    public string Salt { get; }

    public bool DecidesEnabled => Array.Exists(_variants, static variant => variant.Enabled is not null);

    public Variant Pick(ulong subjectHash)
    {
        var key = Rendezvous.Key(subjectHash, _saltHash);
        var best = 0;
        var bestCost = Rendezvous.Cost(key, _hashes[0]);
        for (var index = 1; index < _hashes.Length; index++)
        {
            var cost = Rendezvous.Cost(key, _hashes[index]);
            if (Rendezvous.IsLess(cost, _weights[index], bestCost, _weights[best]))
            {
                best = index;
                bestCost = cost;
            }
        }

        return _variants[best];
    }

    public override string ToString() => _shown;
}
