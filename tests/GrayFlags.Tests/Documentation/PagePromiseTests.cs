using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GrayFlags.Bucketing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>Sentences, tables and algorithms of pages that no block of code can show.</summary>
internal sealed partial class PagePromiseTests
{
    private const int FirstScreenLines = 60;

    private static readonly string Text = string.Join('\n', PageFiles.All.Select(PageFiles.Read)).ReplaceLineEndings("\n");

    [Test]
    public void FirstScreen_OfTheReadme_EndsWithWhatItPrints()
    {
        var printed = PageFiles.BlocksOf("README.md").First(block => block.Marks.ContainsKey("printed"));
        var invisible = PageFiles.Read("README.md").Split('\n').Take(printed.Line).Count(line => line.StartsWith("<!--", StringComparison.Ordinal));
        var end = printed.Line - invisible + printed.Text.Split('\n').Length;

        Assert.That(end, Is.LessThanOrEqualTo(FirstScreenLines), "the answer belongs on the first screen");
    }

    [Test]
    public void Bucket_OfThePythonLines_IsTheLibrarys()
    {
        var shown = PythonResult().Match(Text);

        Assert.That(shown.Success, Is.True);
        Assert.That(
            Bucket.Of(TextHash.Of(shown.Groups["id"].Value), TextHash.Of(shown.Groups["salt"].Value)),
            Is.EqualTo(int.Parse(shown.Groups["bucket"].Value, CultureInfo.InvariantCulture)));
    }

    [Test]
    public void Variant_OfThePythonLines_IsTheLibrarys()
    {
        var shown = PythonVariant().Match(Text);
        using var flags = GrayEvaluator.FromJson("""
            {
              "flags": {
                "button": {
                  "variants": { "blue": { "weight": 50 }, "green": { "weight": 50 } },
                  "default": "split"
                }
              }
            }
            """);

        Assert.That(shown.Success, Is.True);
        Assert.That(flags.Evaluate(shown.Groups["flag"].Value, new GrayContext(shown.Groups["id"].Value)).Variant, Is.EqualTo(shown.Groups["variant"].Value));
    }

    // The table of layers: the rows that say what one variable does to the appsettings below it.
    [TestCase("GrayFlags__Flags__gift_wrap__Rules__everyone__Percentage", "50", true, DecisionReason.Split)]
    [TestCase("GrayFlags__Flags__gift_wrap__Rules__everyone__Enabled", "false", false, DecisionReason.Default)]
    [TestCase("GrayFlags__Flags__gift_wrap", "false", false, DecisionReason.Static)]
    [TestCase("GrayFlags__Off", "gift_wrap", false, DecisionReason.Disabled)]
    public void Variable_OverAppsettings_DoesWhatTheTableSays(string variable, string value, bool enabled, DecisionReason reason)
    {
        var appsettings = PageFiles.Blocks
            .First(block => block.Surroundings == "appsettings" && block.Text.Contains("gift_wrap", StringComparison.Ordinal)).Text;
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(appsettings));
        var configuration = new ConfigurationBuilder().AddJsonStream(json)
            .AddInMemoryCollection([new(variable.Replace("__", ":", StringComparison.Ordinal), value)]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration).AddGrayFlags(configuration.GetSection("GrayFlags"));
        using var provider = services.BuildServiceProvider();

        // Among the first 50 percent, not among the first 20.
        var decision = provider.GetRequiredService<IGrayEvaluator>().Evaluate("gift_wrap", new GrayContext("han"));

        Assert.That(Text, Does.Contain(variable + "="));
        Assert.That((decision.Enabled, decision.Reason), Is.EqualTo((enabled, reason)));
    }

    [GeneratedRegex("""^bucket\("(?<id>[^"]+)", "(?<salt>[^"]+)"\)\s+# (?<bucket>\d+)""", RegexOptions.Multiline)]
    private static partial Regex PythonResult();

    [GeneratedRegex("""^variant\("(?<id>[^"]+)", "(?<flag>[^"]+)", .*\)\s+# (?<variant>\w+)""", RegexOptions.Multiline)]
    private static partial Regex PythonVariant();
}
