using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Formats.Tests;

/// <summary>The page on moving shows two documents side by side: the second is what becomes of the first.</summary>
public sealed class MigrationPageTests
{
    [TestCase("## From Unleash")]
    [TestCase("## From flagd")]
    [TestCase("## From Microsoft.FeatureManagement")]
    public void SecondDocument_IsWhatBecomesOfTheFirst(string heading)
    {
        IRuleFormat format = heading.Split(' ')[^1] switch
        {
            "flagd" => FlagdFormat.Instance,
            "Unleash" => UnleashFormat.Instance,
            _ => FeatureManagementFormat.Instance,
        };
        var section = File.ReadAllText(Repository.PathOf("docs/migration.md")).ReplaceLineEndings("\n").Split(heading)[1];
        var blocks = section.Split("\n## ")[0].Split("```json\n")[1..3].Select(block => block.Split("\n```")[0]).ToArray();

        var document = format.Read(Encoding.UTF8.GetBytes(blocks[0]), new DocumentReaderOptions()).Document!;

        Assert.That(FlagDocument.Parse(blocks[1]).ToJson(), Is.EqualTo(document.ToJson()));
    }
}
