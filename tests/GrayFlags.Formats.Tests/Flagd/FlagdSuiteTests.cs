using GrayFlags.Formats.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.Flagd;

/// <summary>Every case of flagd beside the repository gives the answer that its own evaluator gives.</summary>
public sealed class FlagdSuiteTests
{
    [Test]
    public void Row_GivesTheAnswerOfFlagd([Values] bool roundTrip)
    {
        var rows = Suite.RowsOrIgnore("flagd_generated");

        Assert.That(
            rows.Select(row => (row.Case, Difference: row.Difference(FlagdFormat.Instance, roundTrip)))
                .Where(result => result.Difference is not null)
                .Select(result => $"{result.Case}: {result.Difference}"),
            Is.Empty);
    }
}
