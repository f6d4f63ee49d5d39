using GrayFlags.Formats.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.Unleash;

/// <summary>Every case of Unleash beside the repository gives the answer that its own SDK gives.</summary>
public sealed class UnleashSuiteTests
{
    [Test]
    public void Row_GivesTheAnswerOfUnleash([Values("unleash", "unleash_generated")] string file, [Values] bool roundTrip)
    {
        var rows = Suite.RowsOrIgnore(file);

        Assert.That(
            rows.Select(row => (row.Case, Difference: row.Difference(UnleashFormat.Instance, roundTrip)))
                .Where(result => result.Difference is not null)
                .Select(result => $"{result.Case}: {result.Difference}"),
            Is.Empty);
    }
}
