using GrayFlags.Rules.Operators;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Operators;

public sealed class VersionRangeTests
{
    // The order of semver.org, item 11, with neighbours of its edges.
    private static readonly string[] Ascending =
    [
        "0.0.0-0", "0.0.0", "0.9.0", "1.0.0-0", "1.0.0-1", "1.0.0-9", "1.0.0-10", "1.0.0-18446744073709551616", "1.0.0--", "1.0.0-A", "1.0.0-alpha",
        "1.0.0-alpha.1", "1.0.0-alpha.beta",
        "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.9.0", "1.10.0", "1.11.0", "2.0.0", "2.0.0.1-rc", "2.0.0.1", "2.0.0.2",
        "2.0.0.10", "2.1.0", "2.1.1", "999999999999999999.0.0",
    ];

    [Test]
    public void Precedence_IsThatOfSemver()
    {
        for (var left = 0; left < Ascending.Length; left++)
        {
            for (var right = 0; right < Ascending.Length; right++)
            {
                Assert.That(Compare(Ascending[left], Ascending[right]), Is.EqualTo(left.CompareTo(right)), $"{Ascending[left]} and {Ascending[right]}");
            }
        }
    }

    [TestCase("1.0.0+build", "1.0.0")]
    [TestCase("1.0.0+build.01", "1.0.0+other-")]
    [TestCase("v1.2.3", "1.2.3")]
    [TestCase("1.2", "1.2.0")]
    [TestCase("1", "1.0.0")]
    [TestCase("1.2.3.0", "1.2.3")]
    [TestCase("1.2.3.4+build", "1.2.3.4")]
    public void Precedence_OfEquals(string left, string right) => Assert.That(Compare(left, right), Is.Zero);

    [TestCase("")]
    [TestCase("v")]
    [TestCase("1.")]
    [TestCase(".1")]
    [TestCase("1..2")]
    [TestCase("1.2.3.4.5")]
    [TestCase("1.2.3.04")]
    [TestCase("01.2.3")]
    [TestCase("1.2.03")]
    [TestCase("1.2.3-")]
    [TestCase("1.2.3-a..b")]
    [TestCase("1.2.3-01")]
    [TestCase("1.2.3-é")]
    [TestCase("1.2.3+")]
    [TestCase("1.2.3+a+b")]
    [TestCase("1.2-rc")]
    [TestCase("-1.2.3")]
    [TestCase("+1.2.3")]
    [TestCase(" 1.2.3")]
    [TestCase("1.2.3 ")]
    [TestCase("1.2.3\0")]
    [TestCase("１.2.3")]
    [TestCase("1000000000000000000.0.0")]
    [TestCase("1.x")]
    public void Text_ThatIsNoVersion_IsRefused(string text) => Assert.That(SemanticVersion.TryParse(text, out _, out _), Is.False);

    [Test]
    public void Text_LongerThanAnyVersion_IsRefused() => Assert.That(SemanticVersion.TryParse("1.0.0-" + new string('a', 251), out _, out _), Is.False);

    [TestCase(">=2.1.0 <3", "2.1.0 2.9.9 2.1.1-rc.1", "2.0.9 2.1.0-rc.1 3.0.0 3.0.0-alpha")]
    [TestCase(">=2.1.0 <3.0.0", "3.0.0-alpha", "3.0.0")]
    [TestCase(">= 2.1.0   < 3", "2.5.0", "3.0.0")]
    [TestCase("1.2.3", "1.2.3 1.2.3+build", "1.2.3-rc 1.2.4")]
    [TestCase("=1.2.3-rc.1", "1.2.3-rc.1", "1.2.3-rc.2 1.2.3")]
    [TestCase("1.2", "1.2.0 1.2.9 1.2.0-rc", "1.1.9 1.3.0 1.3.0-rc")]
    [TestCase("1", "1.0.0 1.99.0 1", "0.9.0 2.0.0 2.0.0-0")]
    [TestCase(">1.2", "1.3.0 1.3.0-rc 2.0.0", "1.2.0 1.2.99")]
    [TestCase(">1.2.3", "1.2.4 1.2.4-rc", "1.2.3 1.2.3+b")]
    [TestCase("<=1.2", "1.2.99 1.2.0 0.1.0", "1.3.0-0")]
    [TestCase("<=1.2.3", "1.2.3 1.2.3-rc", "1.2.4-0")]
    [TestCase("<1.2", "1.1.9", "1.2.0-0 1.2.0")]
    [TestCase(">=1.2", "1.2.0-0 1.2.0", "1.1.9")]
    // https://github.com/npm/node-semver#caret-ranges-123-025-004 and the tilde above it
    [TestCase("^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-0")]
    [TestCase("^0.2.3", "0.2.3 0.2.9", "0.3.0 0.2.2")]
    [TestCase("^0.0.3", "0.0.3", "0.0.4 0.0.2")]
    [TestCase("^1.2", "1.2.0 1.9.9", "2.0.0 1.1.0")]
    [TestCase("^0.0", "0.0.0 0.0.9", "0.1.0")]
    [TestCase("^0", "0.0.0 0.9.0", "1.0.0")]
    [TestCase("^1.2.3-beta.2", "1.2.3-beta.4 1.2.3", "1.2.3-beta.1")]
    [TestCase("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2")]
    [TestCase("~1.2", "1.2.0 1.2.9", "1.3.0")]
    [TestCase("~1", "1.0.0 1.9.0", "2.0.0 0.9.0")]
    // https://github.com/npm/node-semver#x-ranges-12x-1x-12- and the hyphen ranges above them
    [TestCase("1.2.x", "1.2.0 1.2.9 1.2.3.4", "1.1.9 1.3.0")]
    [TestCase("1.X.*", "1.0.0 1.9.0", "0.9.0 2.0.0")]
    [TestCase("*", "0.0.0 9.9.9 1.0.0-rc", "nothing")]
    [TestCase(">=1.x", "1.0.0 2.0.0", "0.9.9")]
    [TestCase("1.2.3-rc.x", "1.2.3-rc.x", "1.2.3-rc.1 1.2.3")]
    [TestCase("1.2.3 - 2.3.4", "1.2.3 2.3.4 2.0.0", "1.2.2 2.3.5")]
    [TestCase("1.2 - 2.3", "1.2.0 2.3.9", "1.1.9 2.4.0")]
    [TestCase("1.2.3 - 2.3 || 5.x", "2.3.9 5.1.0", "2.4.0 6.0.0")]
    [TestCase(">=1.2,<2", "1.2.0 1.9.9", "1.1.9 2.0.0")]
    [TestCase(">= 1.2 , < 2", "1.2.0 1.9.9", "1.1.9 2.0.0")]
    // Four numbers, in NuGet's order: https://learn.microsoft.com/nuget/concepts/package-versioning
    [TestCase(">=1.2.3", "1.2.3.4 1.2.3.0 1.2.4.0", "1.2.2.9")]
    [TestCase("=1.0.0", "1.0.0.0 1.0.0", "1.0.0.1")]
    [TestCase("<3.3.5.3", "3.3.5.2 3.3.5 3.3.5.3-rc", "3.3.5.3 3.3.5.10 3.3.6")]
    [TestCase(">1.2.3.4", "1.2.3.5 1.2.4", "1.2.3.4 1.2.3")]
    [TestCase("~1.2.3.4", "1.2.3.4 1.2.9", "1.2.3.3 1.3.0")]
    [TestCase("^0.0.3.1", "0.0.3.1 0.0.3.9", "0.0.3 0.0.4")]
    [TestCase("1.2", "1.2.3.4 1.2.0.0", "1.3.0.0")]
    [TestCase("1.4.0 || >=2 <2.5||^3.1", "1.4.0 2.4.9 3.2.0", "1.4.1 2.5.0 3.0.0 4.0.0")]
    public void Range_HoldsWhatItSays(string range, string inside, string outside)
    {
        var parsed = VersionRange.TryParse(range)!;

        Assert.Multiple(() =>
        {
            foreach (var version in inside.Split(' '))
            {
                Assert.That(IsIn(parsed, version), Is.True, version);
            }

            foreach (var version in outside.Split(' ').Where(version => version != "nothing"))
            {
                Assert.That(IsIn(parsed, version), Is.False, version);
            }
        });
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("||")]
    [TestCase("1.2.3 ||")]
    [TestCase(">=")]
    [TestCase(">= <3")]
    [TestCase("=>1.2.3")]
    [TestCase("!1.2.3")]
    [TestCase(">=1.2.3 - 2.0.0")]
    [TestCase("1.2.3 - >=2.0.0")]
    [TestCase("1.2.3 - ")]
    [TestCase("1.2.3-2.x - ")]
    [TestCase("1.2,1.3")]
    [TestCase("^1.2,^1.3")]
    [TestCase(">=1.2,")]
    [TestCase(",>=1.2")]
    [TestCase(">=1.2,,<2")]
    [TestCase("[1.2,2.0)")]
    [TestCase("1.x.3")]
    [TestCase("1.2.3.x")]
    [TestCase("<*")]
    [TestCase("1.2x")]
    [TestCase("^^1")]
    [TestCase("latest")]
    [TestCase(">1.2-rc")]
    [TestCase("1 | 2")]
    public void Range_ThatIsNone_IsRefused(string range) => Assert.That(VersionRange.TryParse(range), Is.Null);

    [Test]
    public void Range_TooLong_IsRefused()
    {
        Assert.That(VersionRange.TryParse("1" + string.Concat(Enumerable.Repeat(" 1", 255))), Is.Not.Null);
        Assert.That(VersionRange.TryParse("1" + string.Concat(Enumerable.Repeat(" 1", 256))), Is.Null);
    }

    private static bool IsIn(VersionRange range, string text) => SemanticVersion.TryParse(text, out var version, out _) && range.Contains(version);

    private static int Compare(string left, string right)
    {
        Assert.That(SemanticVersion.TryParse(left, out var a, out _), Is.True, left);
        Assert.That(SemanticVersion.TryParse(right, out var b, out _), Is.True, right);
        return Math.Sign(a.CompareTo(b));
    }
}
