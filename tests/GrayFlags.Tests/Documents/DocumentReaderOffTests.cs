using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>The kill switch: obeyed even when its document is refused, and unknown (null) when it cannot be read itself.</summary>
internal sealed class DocumentReaderOffTests
{
    [TestCase("{ \"off\": [\"a\", \"b\"] }", "a|b", TestName = "Off_GoodDocument_IsRead")]
    [TestCase("{}", "", TestName = "Off_NotGiven_IsEmpty")]
    [TestCase("{ \"off\": null }", "", TestName = "Off_Null_IsEmpty")]
    [TestCase("{ \"Off\": \"a, b\" }", "a|b", TestName = "Off_OneText_IsSplit")]
    [TestCase("{ \"flags\": { \"x\": 1 }, \"off\": [\"a\"] }", "a", TestName = "Off_ProblemBefore_IsRead")]
    [TestCase("{ \"off\": [\"a\"], \"flags\": [], \"segments\": 7, \"what\": 1, \"version\": \"x\" }", "a", TestName = "Off_ProblemsAfter_IsRead")]
    [TestCase("{ \"off\": [\"a\"], \"description\": \"\\ud800\" }", "a", TestName = "Off_HalfASurrogateElsewhere_IsRead")]
    [TestCase("{ \"off\": true }", null, TestName = "Off_WrongKind_IsUnknown")]
    [TestCase("{ \"off\": [\"a\", 7] }", "a", TestName = "Off_OneEntryWrong_TheOthersAreRead")]
    [TestCase("{ \"off\": [\"a\", null] }", "a", TestName = "Off_OneEntryNull_TheOthersAreRead")]
    [TestCase("{ \"off\": [\"\\ud800\"] }", "", TestName = "Off_HalfASurrogate_IsLeftOut")]
    [TestCase("{ \"off\": [\"a\"], \"OFF\": [\"b\"] }", null, TestName = "Off_GivenTwice_IsUnknown")]
    [TestCase("{ \"off\": [\"a\"] ", null, TestName = "Off_CutDocument_IsUnknown")]
    [TestCase("{ \"off\": [\"a\"] } x", null, TestName = "Off_RubbishAfterTheDocument_IsUnknown")]
    [TestCase("[]", null, TestName = "Off_NoDocument_IsUnknown")]
    [TestCase("", null, TestName = "Off_EmptyText_IsUnknown")]
    public void Off(string json, string? expected)
    {
        var off = Samples.Read(json).Off;

        Assert.That(off is null ? null : string.Join('|', off), Is.EqualTo(expected));
    }

    [Test]
    public void Off_TooManyEntries_IsReadUpToTheLimit() =>
        Assert.That(Samples.Read("{ \"off\": [\"a\", \"b\"] }", new DocumentReaderOptions { Limits = new() { MaxListEntries = 1 } }).Off, Does.Contain("a"));

    [Test]
    public void Off_ThousandsOfProblemsBefore_IsStillRead()
    {
        // More than are listed.
        var json = $"{{ \"flags\": {{ {string.Join(',', Enumerable.Range(0, 1_500).Select(index => $"\"f{index}\": 1"))} }}, \"off\": [\"a\"] }}";

        Assert.That(Samples.Read(json).Off, Is.EqualTo(new[] { "a" }));
        Assert.That(Samples.Read(json.Replace("[\"a\"]", "[\"a\", 1]", StringComparison.Ordinal)).Off, Is.EqualTo(new[] { "a" }));
    }
}
