using System.Numerics;
using System.Runtime.CompilerServices;

namespace GrayFlags.Bucketing;

/// <summary>The binary logarithm in integers, identical to the last bit on every platform; a processor's or a C library's is not.</summary>
/// <remarks>
/// Exact at 257 points of each octave, interpolated linearly between them: the error is below 0.000003, and below a thousandth of the result close to 1.
/// </remarks>
internal static class Log2
{
    private const int WordBits = 64;
    private const int PlaceBits = 8;
    private const int FractionBits = 32;

    // floor(2^32 * log2(1 + i / 256)) for i from 0 to 256.
    private static ReadOnlySpan<ulong> Places =>
    [
        0x000000000, 0x001709c46, 0x002dfca16, 0x0044d8c45, 0x005b9e5a1, 0x00724d8ee, 0x0088e68ea, 0x009f6984a,
        0x00b5d69ba, 0x00cc2dfe1, 0x00e26fd5c, 0x00f89c4c1, 0x010eb389f, 0x0124b5b7e, 0x013aa2fdd, 0x01507b836,
        0x01663f6fa, 0x017beee96, 0x01918a16e, 0x01a7111df, 0x01bc84240, 0x01d1e34e3, 0x01e72ec11, 0x01fc66a0f,
        0x02118b119, 0x02269c369, 0x023b9a32e, 0x025085296, 0x02655d3c4, 0x027a228db, 0x028ed53f3, 0x02a375720,
        0x02b803473, 0x02cc7edf5, 0x02e0e85a9, 0x02f53fd8f, 0x0309857a0, 0x031db95d0, 0x0331dba0e, 0x0345ec646,
        0x0359ebc5b, 0x036dd9e2e, 0x0381b6d9b, 0x039582c78, 0x03a93dc98, 0x03bce7fc7, 0x03d0817ce, 0x03e40a672,
        0x03f782d72, 0x040aeae89, 0x041e42b6e, 0x04318a5d5, 0x0444c1f6b, 0x0457e99da, 0x046b016ca, 0x047e097db,
        0x049101eac, 0x04a3eacd6, 0x04b6c43f1, 0x04c98e58d, 0x04dc4933a, 0x04eef4e82, 0x0501918ec, 0x05141f3fb,
        0x05269e12f, 0x05390e203, 0x054b6f7f1, 0x055dc246c, 0x0570068e7, 0x05823c6d0, 0x059463f91, 0x05a67d492,
        0x05b888736, 0x05ca858df, 0x05dc74ae9, 0x05ee55eb1, 0x06002958c, 0x0611ef0cf, 0x0623a71cb, 0x0635519ce,
        0x0646eea24, 0x06587e414, 0x066a008e4, 0x067b759d6, 0x068cdd829, 0x069e3851b, 0x06af861e5, 0x06c0c6fbf,
        0x06d1fafdc, 0x06e32236f, 0x06f43cba7, 0x07054a9b0, 0x07164beb4, 0x072740bdb, 0x073829248, 0x074905320,
        0x0759d4f80, 0x076a98888, 0x077b4ff51, 0x078bfb4f4, 0x079c9aa87, 0x07ad2e11f, 0x07bdb59cc, 0x07ce3159e,
        0x07dea15a3, 0x07ef05ae4, 0x07ff5e66a, 0x080fab93b, 0x081fed45c, 0x0830238cf, 0x08404e793, 0x08506e1a7,
        0x086082806, 0x08708bbaa, 0x088089d8a, 0x08907ce9c, 0x08a064fd5, 0x08b042224, 0x08c01467b, 0x08cfdbdc7,
        0x08df988f4, 0x08ef4a8ec, 0x08fef1e98, 0x090e8eadd, 0x091e20ea1, 0x092da8ac5, 0x093d2602c, 0x094c98fb3,
        0x095c01a39, 0x096b6009a, 0x097ab43af, 0x0989fe450, 0x09993e355, 0x09a874192, 0x09b79ffdb, 0x09c6c1f01,
        0x09d5d9fd5, 0x09e4e8324, 0x09f3ec9bc, 0x0a02e7469, 0x0a11d83f4, 0x0a20bf926, 0x0a2f9d4c5, 0x0a3e71796,
        0x0a4d3c25e, 0x0a5bfd5df, 0x0a6ab52d9, 0x0a7963a0d, 0x0a8808c38, 0x0a96a4a17, 0x0aa537465, 0x0ab3c0bdc,
        0x0ac241134, 0x0ad0b8525, 0x0adf26865, 0x0aed8bba8, 0x0afbe7fa0, 0x0b0a3b501, 0x0b1885c7a, 0x0b26c76bb,
        0x0b3500472, 0x0b433064b, 0x0b5157cf2, 0x0b5f76912, 0x0b6d8cb53, 0x0b7b9a45e, 0x0b899f4d8, 0x0b979bd68,
        0x0ba58feb2, 0x0bb37b959, 0x0bc15edfe, 0x0bcf39d44, 0x0bdd0c7c9, 0x0bead6e2d, 0x0bf89910c, 0x0c0653103,
        0x0c1404ead, 0x0c21aeaa6, 0x0c2f50585, 0x0c3ce9fe3, 0x0c4a7ba58, 0x0c5805578, 0x0c65871da, 0x0c7301011,
        0x0c80730b0, 0x0c8ddd448, 0x0c9b3fb6d, 0x0ca89a6ac, 0x0cb5ed695, 0x0cc338bb6, 0x0cd07c69d, 0x0cddb87d5,
        0x0ceaecfea, 0x0cf819f66, 0x0d053f6d2, 0x0d125d6b7, 0x0d1f73f9c, 0x0d2c83208, 0x0d398ae81, 0x0d468b58b,
        0x0d53847ac, 0x0d6076564, 0x0d6d60f38, 0x0d7a445a8, 0x0d8720935, 0x0d93f5a5f, 0x0da0c39a5, 0x0dad8a784,
        0x0dba4a47a, 0x0dc703104, 0x0dd3b4d9c, 0x0de05fabf, 0x0ded038e6, 0x0df9a088a, 0x0e0636a23, 0x0e12c5e2b,
        0x0e1f4e517, 0x0e2bcff5d, 0x0e384ad74, 0x0e44befd0, 0x0e512c6e5, 0x0e5d93326, 0x0e69f3506, 0x0e764ccf6,
        0x0e829fb69, 0x0e8eec0cd, 0x0e9b31d93, 0x0ea77122b, 0x0eb3a9f01, 0x0ebfdc484, 0x0ecc08321, 0x0ed82db45,
        0x0ee44cd59, 0x0ef0659cb, 0x0efc78104, 0x0f088436d, 0x0f148a170, 0x0f2089b75, 0x0f2c831e4, 0x0f3876523,
        0x0f446359b, 0x0f504a3af, 0x0f5c2afc6, 0x0f6805a44, 0x0f73da38d, 0x0f7fa8c05, 0x0f8b7140e, 0x0f9733c0b,
        0x0fa2f045e, 0x0faea6d67, 0x0fba57787, 0x0fc60231e, 0x0fd1a708b, 0x0fdd4602e, 0x0fe8df263, 0x0ff47278a,
        0x100000000,
    ];

    /// <summary>Returns <c>-log2(value / 2^64)</c> in units of 2^-32, with the lowest bit of the value taken as set.</summary>
    /// <param name="value">Any number, as a fraction of 2^64.</param>
    /// <returns>From 1, for a fraction close to one, to 64 * 2^32.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OfShare(ulong value)
    {
        value |= 1;
        var zeros = BitOperations.LeadingZeroCount(value);
        var mantissa = value << zeros;
        var place = (int)(mantissa >> (WordBits - 1 - PlaceBits)) & ((1 << PlaceBits) - 1);
        var between = (uint)(mantissa >> (WordBits - 1 - PlaceBits - FractionBits));
        ulong lower = Places[place], upper = Places[place + 1];
        var fraction = lower + (((upper - lower) * between) >> FractionBits);
        return ((ulong)(zeros + 1) << FractionBits) - fraction;
    }
}
