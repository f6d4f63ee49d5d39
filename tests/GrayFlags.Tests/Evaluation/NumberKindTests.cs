using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Every numeric type of C# is the number that it is, also where a double cannot hold it.</summary>
[Fault("R10")]
public sealed class NumberKindTests
{
    private const ulong Snowflake = 1234567890123456789UL;

    private static IEnumerable<TestCaseData> Numbers() =>
    [
        Case("ulong beyond 2^53", 9007199254740993UL, "9007199254740993"),
        Case("ulong beyond 2^63", 9223372036854775809UL, "9223372036854775809"),
        Case("ulong, the largest", ulong.MaxValue, "18446744073709551615"),
        Case("uint, the largest", uint.MaxValue, "4294967295"),
        Case("long, the least", long.MinValue, "-9223372036854775808"),
        Case("nint", (nint)(-5), "-5"),
        Case("nuint", (nuint)5, "5"),
        Case("byte", (byte)255, "255"),
        Case("sbyte", (sbyte)-128, "-128"),
        Case("short", (short)-7, "-7"),
        Case("ushort", (ushort)65535, "65535"),
        Case("float", 0.1f, "0.1"),
        Case("float, a price", 19.99f, "19.99"),
        Case("double", 19.99, "19.99"),
        Case("decimal", 19.99m, "19.99"),
        Case("decimal, zeros at its end", 19.9900m, "19.99"),
        Case("decimal, the largest", decimal.MaxValue, "79228162514264337593543950335"),
        Case("decimal, the smallest part", 0.0000000000000000000000000001m, "0.0000000000000000000000000001"),
        Case("decimal, whole", 120.00m, "120"),
        Case("decimal, beyond 2^63", 9223372036854775809m, "9223372036854775809"),
    ];

    [TestCaseSource(nameof(Numbers))]
    public void Number_EqualsItsLiteral_AndNoNeighbour(GrayValue value, string literal)
    {
        var context = new GrayContext("u") { ["n"] = value };
        var digits = literal.Trim('-').Length;

        Assert.Multiple(() =>
        {
            Assert.That(Holds(literal, context), Is.True, "eq");
            Assert.That(Holds($$"""{ "gte": {{literal}}, "lte": {{literal}} }""", context), Is.True, "gte and lte");
            Assert.That(Holds($$"""{ "gt": {{literal}} }""", context), Is.False, "gt");
            Assert.That(Holds($$"""{ "lt": {{literal}} }""", context), Is.False, "lt");
            Assert.That(Holds(literal[..^1] + (literal[^1] == '9' ? '8' : (char)(literal[^1] + 1)), context), Is.False, "a last digit that is another");
            Assert.That(digits < 17 || value.ToString() == literal, Is.True, "text");
        });
    }

    // https://github.com/openflagr/flagr/issues/278: identifiers of 64 bits that go through a double.
    [Test]
    public void UlongIds_HaveBucketsOfTheirOwn_ThoseOfTheirDigits()
    {
        using var evaluator = TestEvaluator.Create("""{ "flags": { "f": { "rules": { "r": { "percentage": { "of": 100, "by": "id" } } } } } }""");
        var ids = Enumerable.Range(0, 1_000).SelectMany(index => new[] { Snowflake + (ulong)index, ulong.MaxValue - (ulong)index }).ToList();

        var numbers = ids.ConvertAll(id => evaluator.Evaluate("f", new GrayContext { ["id"] = id }).Bucket);
        var texts = ids.ConvertAll(id => evaluator.Evaluate("f", new GrayContext { ["id"] = $"{id}" }).Bucket);

        Assert.That(numbers, Is.EqualTo(texts));
        Assert.That(numbers.Distinct().Count(), Is.GreaterThan(1_950));
    }

    [Test]
    public void Decimals_HaveTheBucketsOfTheirDigits([Values("19.99", "79228162514264337593543950335", "-0.0000000000000000000000000001", "12.50")] string text)
    {
        using var evaluator = TestEvaluator.Create("""{ "flags": { "f": { "rules": { "r": { "percentage": { "of": 100, "by": "id" } } } } } }""");
        var number = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(
            evaluator.Evaluate("f", new GrayContext { ["id"] = number }).Bucket,
            Is.EqualTo(evaluator.Evaluate("f", new GrayContext { ["id"] = text == "12.50" ? "12.5" : text }).Bucket));
    }

    [Test]
    public void Char_IsATextOfOneCharacter() => Assert.That(Holds("\"A\"", new GrayContext { ["n"] = 'A' }), Is.True);

    private static bool Holds(string asked, GrayContext context) =>
        TestEvaluator.Decide($$"""{ "rules": { "r": { "when": { "n": {{asked}} } } } }""", context) == "on: TargetingMatch, rule 'r'";

    private static TestCaseData Case(string name, GrayValue value, string literal) => new TestCaseData(value, literal).SetArgDisplayNames(name);
}
