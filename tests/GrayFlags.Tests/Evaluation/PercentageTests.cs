using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3, "percentage as an object" and "Bucket". Buckets were computed by a few lines of Python from the formula there.</summary>
public sealed class PercentageTests
{
    // Bucket of user-3 under the salt f: 45062. Of user-1: 81976.
    [TestCase("45.062", "user-3", -1)]
    [TestCase("45.063", "user-3", 45062)]
    [TestCase("100", "user-3", 45062)]
    [TestCase("0", "user-3", -1)]
    [TestCase("81.976", "user-1", -1)]
    [TestCase("81.977", "user-1", 81976)]
    [TestCase("8.1977e1", "user-1", 81976)]
    [TestCase("""{ "of": 0.001, "from": 45.062 }""", "user-3", 45062)]
    [TestCase("""{ "of": 0.001, "from": 45.061 }""", "user-3", -1)]
    [TestCase("""{ "of": 0.001, "from": 45.063 }""", "user-3", -1)]
    [TestCase("""{ "of": 54.938, "from": 45.062 }""", "user-3", 45062)]
    [TestCase("""{ "of": 0, "from": 100 }""", "user-3", -1)]
    // Bucket of user-1 under exp-7: 93885; a salt is not lowered.
    [TestCase("""{ "of": 93.886, "salt": "exp-7" }""", "user-1", 93885)]
    [TestCase("""{ "of": 93.885, "salt": "exp-7" }""", "user-1", -1)]
    [TestCase("""{ "of": 100, "by": "user" }""", "user-1", 81976)]
    [TestCase("""{ "of": 100, "by": "USER" }""", "user-1", 81976)]
    public void Share_HoldsTheBucketsInIt(string percentage, string user, int bucket)
    {
        Assert.That(Decide(percentage, new GrayContext(user)), Is.EqualTo(bucket < 0 ? "off: Default" : $"on: Split, rule 'r', bucket {bucket}"));
    }

    // Texts as they are, whole numbers in decimal, other numbers round-trip in the invariant culture, true and false.
    private static IEnumerable<TestCaseData> Subjects()
    {
        yield return new TestCaseData((GrayValue)"acme", 76901).SetArgDisplayNames("text");
        yield return new TestCaseData((GrayValue)42, 78533).SetArgDisplayNames("42");
        yield return new TestCaseData((GrayValue)42L, 78533).SetArgDisplayNames("42 as a long");
        yield return new TestCaseData((GrayValue)42.0, 78533).SetArgDisplayNames("42.0");
        yield return new TestCaseData((GrayValue)"42", 78533).SetArgDisplayNames("42 as a text");
        yield return new TestCaseData((GrayValue)1.5, 12027).SetArgDisplayNames("1.5");
        yield return new TestCaseData((GrayValue)(-0.25), 24835).SetArgDisplayNames("-0.25");
        yield return new TestCaseData((GrayValue)(-0.0), 62406).SetArgDisplayNames("-0.0, which is 0");
        yield return new TestCaseData((GrayValue)1e300, 8054).SetArgDisplayNames("1E+300");
        yield return new TestCaseData((GrayValue)1e16, 91919).SetArgDisplayNames("10^16, beyond 2^53");
        yield return new TestCaseData((GrayValue)10_000_000_000_000_000L, 91919).SetArgDisplayNames("10^16 as a long, exact");
        yield return new TestCaseData((GrayValue)9_007_199_254_740_993L, 29460).SetArgDisplayNames("2^53 + 1 as a long, exact");
        yield return new TestCaseData((GrayValue)1e17, 62786).SetArgDisplayNames("1E+17: from here on with an exponent");
        yield return new TestCaseData((GrayValue)0.00001, 40800).SetArgDisplayNames("1E-05");
        yield return new TestCaseData((GrayValue)true, 75326).SetArgDisplayNames("true");
        yield return new TestCaseData((GrayValue)false, 27164).SetArgDisplayNames("false");
    }

    [TestCaseSource(nameof(Subjects))]
    public void Attribute_IsHashedByItsText(GrayValue value, int bucket)
    {
        var context = new GrayContext("user-1") { ["tenant"] = value };

        Assert.That(Decide("""{ "of": 100, "by": "tenant" }""", context), Is.EqualTo($"on: Split, rule 'r', bucket {bucket}"));
    }

    private static IEnumerable<TestCaseData> MissingSubjects()
    {
        yield return new TestCaseData("user", new GrayContext()).SetArgDisplayNames("no user");
        yield return new TestCaseData("user", new GrayContext("") { ["user"] = "u" }).SetArgDisplayNames("empty user");
        yield return new TestCaseData("region", new GrayContext("u")).SetArgDisplayNames("no region");
        yield return new TestCaseData("region", new GrayContext("u") { Region = "", ["region"] = "CN" }).SetArgDisplayNames("empty region");
        yield return new TestCaseData("tenant", new GrayContext("u")).SetArgDisplayNames("no attribute");
        yield return new TestCaseData("tenant", new GrayContext("u") { ["Tenant"] = "t" }).SetArgDisplayNames("attribute in another case");
        yield return new TestCaseData("tenant", new GrayContext("u") { ["tenant"] = "" }).SetArgDisplayNames("empty attribute");
        yield return new TestCaseData("tenant", new GrayContext("u") { ["tenant"] = (string?)null }).SetArgDisplayNames("null attribute");
        yield return new TestCaseData("tenant", new GrayContext("u") { ["tenant"] = double.NaN }).SetArgDisplayNames("NaN");
        yield return new TestCaseData("tenant", new GrayContext("u") { ["tenant"] = default }).SetArgDisplayNames("default of GrayValue");
        yield return new TestCaseData("tenant", new GrayContext("u") { ["tenant"] = DateTimeOffset.UnixEpoch }).SetArgDisplayNames("date");
        yield return new TestCaseData("tenant", new GrayContext("u") { ["tenant"] = new[] { "t" } }).SetArgDisplayNames("list");
    }

    [TestCaseSource(nameof(MissingSubjects)), Fault("E1")]
    public void Subject_Missing_IsInNoPercentage_AndTheReasonSaysSo(string by, GrayContext context)
    {
        Assert.That(Decide($$"""{ "of": 100, "by": "{{by}}" }""", context), Is.EqualTo("off: Default/TargetingKeyMissing"));
    }

    // Bucket of CN-GD under f: 90385; of cn-gd: 95247. Hashed text stays as it is, although conditions on regions ignore case.
    [TestCase("CN-GD", 90385)]
    [TestCase("cn-gd", 95247)]
    public void Region_IsHashedAsItIs(string region, int bucket)
    {
        Assert.That(Decide("""{ "of": 100, "by": "Region" }""", new GrayContext { Region = region }), Is.EqualTo($"on: Split, rule 'r', bucket {bucket}"));
    }

    // The salt is the flag's name in invariant lower case: buckets of user-1 under new-checkout, and under the other names as they stand.
    [TestCase("new-checkout", 83901)]
    [TestCase("New-Checkout", 83901)]
    [TestCase("NEW-CHECKOUT", 83901)]
    [TestCase("新结账", 35645)]
    [TestCase("İ", 4916)]
    public void Salt_IsTheNameInLowerCase(string name, int bucket)
    {
        using var evaluator = GrayEvaluator.FromJson($$"""{ "flags": { "{{name}}": { "rules": { "r": { "percentage": 100 } } } } }""");

        Assert.That(evaluator.Evaluate(name, new GrayContext("user-1")).Bucket, Is.EqualTo(bucket));
    }

    // A missing id is told exactly when it could have changed which rule decides.
    [TestCase("""{ "rules": { "r": { "percentage": 50 } } }""", "off: Default/TargetingKeyMissing")]
    [TestCase("""{ "rules": { "r": { "percentage": 0.001 } }, "default": true }""", "on: Default/TargetingKeyMissing")]
    [TestCase("""{ "rules": { "r": { "percentage": 50, "serve": false } } }""", "off: Default/TargetingKeyMissing")]
    [TestCase("""{ "rules": { "r": { "percentage": 0 } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "percentage": 50, "regions": ["SE"] } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "percentage": 50, "regions": ["CN"] } } }""", "off: Default/TargetingKeyMissing")]
    [TestCase("""{ "rules": { "r": { "percentage": 50, "window": { "end": "2000-01-01T00:00:00Z" } } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "percentage": 50, "except": { "regions": ["CN"] } } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "percentage": 50, "enabled": false } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "percentage": 50 }, "all": { "priority": 1 } } }""", "on: TargetingMatch, rule 'all'")]
    [TestCase("""{ "rules": { "r": { "percentage": { "of": 0, "by": "region" }, "except": { "percentage": 50 } } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "users": ["x"], "except": { "percentage": 50 } } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "except": { "percentage": 50 } } } }""", "on: TargetingMatch, rule 'r'")]
    [TestCase("""{ "rules": { "a": { "percentage": 50 }, "r": { "users": ["x"], "except": { "percentage": 50 } } } }""", "off: Default/TargetingKeyMissing")]
    [TestCase("""{ "enabled": false, "rules": { "r": { "percentage": 50 } } }""", "off: Disabled")]
    [TestCase("true", "on: Static")]
    public void MissingId_IsTold_WhenItMattered(string flag, string decision)
    {
        Assert.That(TestEvaluator.Decide(flag, new GrayContext { Region = "CN" }), Is.EqualTo(decision));
    }

    // Bucket of user-1 under the salt a-salt is not asked for: only that of the rule that decides. user-1 has 81976 under f.
    [TestCase("""{ "rules": { "a": { "percentage": { "of": 0, "salt": "s" } }, "r": { "percentage": 100 } } }""", "on: Split, rule 'r', bucket 81976")]
    [TestCase("""{ "rules": { "r": { "percentage": 100, "except": { "percentage": { "of": 0, "salt": "s" } } } } }""", "on: Split, rule 'r', bucket 81976")]
    [TestCase("""{ "rules": { "a": { "percentage": 0 }, "r": { } } }""", "on: TargetingMatch, rule 'r'")]
    [TestCase("""{ "rules": { "a": { "percentage": 0 } } }""", "off: Default")]
    [TestCase("""{ "rules": { "r": { "percentage": 100, "serve": false } } }""", "off: Split, rule 'r', bucket 81976")]
    [TestCase("""{ "rules": { "r": { "percentage": 100, "serve": "v" } }, "variants": { "v": { } } }""", "on 'v': Split, rule 'r', bucket 81976")]
    public void Bucket_IsThatOfTheDecidingRule(string flag, string decision)
    {
        Assert.That(TestEvaluator.Decide(flag, new GrayContext("user-1")), Is.EqualTo(decision));
    }

    private static string Decide(string percentage, GrayContext context) =>
        TestEvaluator.Decide($$"""{ "rules": { "r": { "percentage": {{percentage}} } } }""", context);
}
