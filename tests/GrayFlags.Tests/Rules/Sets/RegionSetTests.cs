using GrayFlags.Rules;
using GrayFlags.Rules.Sets;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Sets;

public sealed class RegionSetTests
{
    private const string CodeCharacters = "aAzZ059_éÉſKİıß中";

    [Test]
    public void Covers_RandomRegions_AgreesWithComparingTexts([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        int covered = 0, asked = 0;
        for (var round = 0; round < 300; round++)
        {
            var codes = Enumerable.Range(0, random.Next(5)).Select(_ => Code(random)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            var set = new RegionSet(codes);
            for (var question = 0; question < 40; question++)
            {
                // Often a code, in another case and with something before or after it; the character 0 and an empty level are no codes.
                var region =
                    Any(random, "", "", "", "\0", "-")
                        + (codes.Length > 0 && random.Next(3) > 0 ? codes[random.Next(codes.Length)] : Code(random))
                        + Any(random, "", "-", "-x", "x", "\0");
                region = random.Next(2) == 0 ? region : region.ToUpperInvariant();
                var expected = codes.Any(code => IsBelow(region, code));

                Assert.That(set.Covers(region), Is.EqualTo(expected), $"'{region}' in {string.Join(", ", codes)}");
                covered += expected ? 1 : 0;
                asked++;
            }
        }

        Assert.That(covered, Is.InRange(asked / 10, asked * 9 / 10), "both answers come often");
    }

    private static bool IsBelow(string region, string code) =>
        string.Equals(region, code, StringComparison.OrdinalIgnoreCase) || region.StartsWith(code + "-", StringComparison.OrdinalIgnoreCase);

    // One to three levels of one to five characters: shorter and longer than what fits into a word.
    private static string Code(Random random) =>
        string.Join('-', Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => CodeCharacters[random.Next(random.Next(2) == 0 ? 8 : CodeCharacters.Length)]))));

    private static string Any(Random random, params string[] texts) => texts[random.Next(texts.Length)];
}
