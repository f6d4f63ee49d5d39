using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>A value gives what it is, and nothing else.</summary>
public sealed class GrayValueReadTests
{
    private static readonly DateTimeOffset Instant = new(2026, 12, 1, 8, 0, 0, TimeSpan.FromHours(8));

    private static IEnumerable<TestCaseData> Rows()
    {
        yield return new TestCaseData(default(GrayValue), (null as string, null as double?, null as bool?, null as DateTimeOffset?, false))
            .SetArgDisplayNames("none");
        yield return new TestCaseData((GrayValue)"", ("", null as double?, null as bool?, null as DateTimeOffset?, false)).SetArgDisplayNames("text");
        yield return new TestCaseData((GrayValue)7, (null as string, (double?)7, null as bool?, null as DateTimeOffset?, false))
            .SetArgDisplayNames("whole number");
        yield return new TestCaseData((GrayValue)0.5, (null as string, (double?)0.5, null as bool?, null as DateTimeOffset?, false))
            .SetArgDisplayNames("number");
        yield return new TestCaseData((GrayValue)false, (null as string, null as double?, (bool?)false, null as DateTimeOffset?, false))
            .SetArgDisplayNames("boolean");
        yield return new TestCaseData((GrayValue)Instant, (null as string, null as double?, null as bool?, (DateTimeOffset?)Instant, false))
            .SetArgDisplayNames("instant");
        yield return new TestCaseData((GrayValue)(string[])["a", "b"], (null as string, null as double?, null as bool?, null as DateTimeOffset?, true))
            .SetArgDisplayNames("list");
    }

    [TestCaseSource(nameof(Rows))]
    public void Value_GivesItsOwnKindOnly(GrayValue value, (string?, double?, bool?, DateTimeOffset?, bool) expected) =>
        Assert.That((value.AsString(), value.AsNumber(), value.AsBoolean(), value.AsDateTimeOffset(), value.AsList() is ["a", "b"]), Is.EqualTo(expected));
}
