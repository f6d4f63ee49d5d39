using System.Globalization;
using static GrayFlags.Benchmarks.Worst.WorstJson;

namespace GrayFlags.Benchmarks.Worst;

/// <summary>What is heavy to answer.</summary>
internal static class WorstAnswers
{
    private const int Longest = 4_096;

    public static IEnumerable<WorstKind> All()
    {
        yield return new(
            "rules over segments on twelve levels", n => WithRules(Many(n, i => $"\"r{i}\":{{\"segments\":[\"s11-0\",\"s11-1\"]}}"), Levels()),
            () => new GrayContext("nobody"));
        yield return new("required flags on twelve levels", Required, () => new GrayContext("nobody"));
        yield return new(
            "rules", n => WithRules(Many(n, i => $"\"r{i}\":{{\"users\":[\"x\"],\"regions\":[\"XX\"]}}")),
            () => new GrayContext("nobody") { Region = string.Join('-', Enumerable.Repeat("a", 64)) });
        yield return Text(
            "contains",
            n => WithRules(
                Many(1 + (n / 100_000), r => $"\"r{r}\":{{\"when\":{{\"t\":{{\"contains\":[{Many(Math.Min(n, 100_000), i => $"\"ababxxabab{i}ab\"")}]}}}}}}")),
            "ab");
        yield return Text(
            "contains, long texts",
            n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"contains\":\"{Repeat("ab", 500)}x{i}x{Repeat("ab", 500)}\"}}}}}}")), "ab");
        yield return Text("startsWith", n => WithRules(Many(
            1 + (n / 100_000),
            r => $"\"r{r}\":{{\"when\":{{\"t\":{{\"startsWith\":[{Many(Math.Min(n, 100_000), i => $"\"abababababab{i}\"")}]}}}}}}")), "ab");
        yield return Text(
            "in, by long texts", n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":[{Many(9, k => $"\"{Repeat("ab", 1_000)}{i}-{k}\"")}]}}}}")), "ab");
        yield return Text(
            "semver, long ranges", n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"v\":{{\"semver\":\"{Repeat("<1.2.3-a ", 50)}<1.2.{i}\"}}}}}}")), "ab");
        yield return Text(
            "patterns, ordinary",
            n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\"^[a-z0-9.+-]+@[a-z-]+[.]example{i}[.]com$\"}}}}}}")), "ab.@");
        yield return Text(
            "patterns of many characters", n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\"{Letters(90, i)}\"}}}}}}")), "ab");
        yield return Text(
            "patterns with counts", n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\"(?:[a-z]|[0-9a-f]){{1,60}}x{i}\"}}}}}}")),
            "abcdef0123456789xyz");
        yield return Text(
            "patterns that explode", n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\".{{0,20}}b.{{0,20}}c{i}\"}}}}}}")), "ab");
        yield return Text(
            "patterns that explode a little", n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\".{{0,5}}b.{{0,5}}c{i}\"}}}}}}")), "ab");
        yield return Text(
            "patterns that explode behind a word",
            n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\"magicword.{{0,20}}b.{{0,20}}c{i}\"}}}}}}")), "ab", "magicword");
        yield return Text(
            "patterns that explode for ever behind a word",
            n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\"magicword.*b.{{12}}c{i}\"}}}}}}")), "ab", "magicword");
        yield return Text(
            "patterns with many wildcards", n => WithRules(Many(n, i => $"\"r{i}\":{{\"when\":{{\"t\":{{\"matches\":\".*a.*b.*c.*d.*e.*f.*g.*h{i}\"}}}}}}")),
            "abcdefgh");
    }

    private static WorstKind Text(string name, Func<int, string> write, string alphabet, string start = "") =>
        new(name, write, () => Context(alphabet, start, 1), () => Context(alphabet, start, 2));

    // Period two is the worst for a search, noise for a pattern: both.
    private static GrayContext Context(string alphabet, string start, ulong seed)
    {
        var text = start.PadRight(Longest, 'a').ToCharArray();
        for (var index = start.Length; index < text.Length; index++)
        {
            seed = (seed * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
            text[index] = alphabet.Length == 2 && start.Length == 0 && index >= Longest / 2
                ? alphabet[index % 2]
                : alphabet[(int)((seed >> 40) % (ulong)alphabet.Length)];
        }

        return new GrayContext("u") { ["t"] = new string(text), ["v"] = "1.2.2-" + new string('a', 200) };
    }

    private static string Levels()
    {
        static string Below(int level) =>
            level == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",\"segments\":[\"s{level - 1}-0\",\"s{level - 1}-1\"]");

        return $"\"segments\":{{{Many(24, i => $"\"s{i / 2}-{i % 2}\":{{\"users\":[\"x\"]{Below(i / 2)}}}")}}},";
    }

    private static string Required(int n)
    {
        var levels = Many(20, i =>
            $"\"a{1 + (i / 2)}-{i % 2}\":{{\"rules\":{{\"r\":{{\"requires\":[\"a{2 + (i / 2)}-0\"]}},\"s\":{{\"requires\":[\"a{2 + (i / 2)}-1\"]}}}}}}");
        var rules = Many(n, i => $"\"r{i}\":{{\"users\":[\"x\"]}}");
        return $$"""{ "flags": { "f": { "rules": { "r": { "requires": ["a1-0", "a1-1"] } } }, {{levels}},"""
            + $$""" {{Many(2, k => $"\"a11-{k}\":{{\"rules\":{{{rules}}}}}")}} } }""";
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Letters(int count, int seed) =>
        string.Concat(Enumerable.Range(0, count).Select(index => (char)(0x4E00 + (((index * 37) + (seed * 131)) % 20_000))));
}
