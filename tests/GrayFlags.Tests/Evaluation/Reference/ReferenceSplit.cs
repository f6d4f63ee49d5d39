using System.Globalization;
using System.Numerics;
using GrayFlags.Documents;

namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>The split of the README in numbers without a word size: the least of <c>-log2(u) / weight</c>.</summary>
internal static class ReferenceSplit
{
    public static string Choose(string flag, IReadOnlyDictionary<string, VariantDefinition> variants, string subject)
    {
        var key = ReferenceHash.Mix(ReferenceHash.H(subject) ^ ReferenceHash.H(flag.ToLowerInvariant() + ":variant"));
        return variants
            .Where(variant => variant.Value.Weight > 0)
            .OrderBy(variant => Cost(ReferenceHash.Mix(key ^ ReferenceHash.H(variant.Key.ToLower(CultureInfo.InvariantCulture)))) / variant.Value.Weight!.Value)
            .First().Key;
    }

    // The table from a floating logarithm: none of its 256 places lies close enough to a whole number for the last bit to matter.
    private static decimal Cost(BigInteger drawn)
    {
        drawn |= 1;
        var length = (int)drawn.GetBitLength();
        var nine = (int)((drawn << (64 - length)) >> 55) & 255;
        var rest = ((drawn << (64 - length)) >> 23) & uint.MaxValue;
        return (decimal)((BigInteger)(65 - length) * (BigInteger.One << 32) - Place(nine) - (((Place(nine + 1) - Place(nine)) * rest) >> 32));
    }

    private static BigInteger Place(int index) => new(Math.Floor(Math.Log2(1 + (index / 256.0)) * 4_294_967_296.0));
}
