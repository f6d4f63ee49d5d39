using GrayFlags.Formats.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests.FeatureManagement;

/// <summary>Every case of Microsoft.FeatureManagement beside the repository gives the answer that it gives itself.</summary>
public sealed class FeatureManagementSuiteTests
{
    private static readonly FeatureManagementFormat IgnoringCase = new(new FeatureManagementFormatOptions { IgnoreCase = true });

    [Test]
    public void Row_GivesTheAnswerOfFeatureManagement([Values("msfm_samples", "msfm_generated", "msfm_recurrence")] string file, [Values] bool roundTrip)
    {
        var rows = Suite.RowsOrIgnore(file);

        Assert.That(
            rows.Select(row => (row.Case, Difference: Difference(row, roundTrip)))
                .Where(result => result.Difference is not null)
                .Select(result => $"{result.Case}: {result.Difference}"),
            Is.Empty);
    }

    private static string? Difference(SuiteRow row, bool roundTrip)
    {
        var format = row.Option("ignore_case") == true ? IgnoringCase : FeatureManagementFormat.Instance;
        if (!row.Expect.TryGetProperty("error", out _))
        {
            return row.Expect.TryGetProperty("valid", out _) ? row.Read(format).Document is null ? "refused" : null : row.Difference(format, roundTrip);
        }

        // Where they throw when the flag is asked, the document is refused when it is read.
        var problems = row.Read(format).Problems;
        var parameter = row.Expect.TryGetProperty("error_param", out var given) ? given.GetString() + ":" : "'enabled'";
        return problems.Count == 1 && problems[0].Message.StartsWith(parameter, StringComparison.Ordinal) ? null : $"{parameter} {string.Join("; ", problems)}";
    }
}
