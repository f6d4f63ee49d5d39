using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Convert;

[TestFixture]
internal sealed class ConvertCommandTests
{
    private const string Unleash = """
        { "features": [
          { "name": "checkout", "enabled": true,
            "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "25", "stickiness": "userId", "groupId": "c" } }] },
          { "name": "结账", "enabled": true,
            "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "25", "stickiness": "random", "groupId": "c" } }] },
          { "name": "theirs", "enabled": true, "strategies": [{ "name": "mine" }] }
        ] }
        """;

    private const string FeatureManagement = """
        { "feature_management": { "feature_flags": [
          { "id": "draws", "enabled": true, "conditions": { "client_filters": [{ "name": "Microsoft.Percentage", "parameters": { "Value": 50 } }] } },
          { "id": "targets", "enabled": true, "conditions": { "client_filters": [{ "name": "Microsoft.Targeting",
            "parameters": { "Audience": { "Users": ["ana"], "DefaultRolloutPercentage": 5 } } }] } }
        ] } }
        """;

    private const string Flagd = """
        { "flags": { "theme": { "state": "ENABLED", "variants": { "light": "#fff", "dark": "#000" }, "defaultVariant": "light",
          "targeting": { "fractional": [["light", 50], ["dark", 50]] } } } }
        """;

    private static Folder Documents() => new Folder().With("unleash.json", Unleash).With("fm.json", FeatureManagement).With("flagd.json", Flagd);

    [TestCase("unleash.refused", 1, "unleash.json", "--from", "unleash")]
    [TestCase("unleash", 0, "unleash.json", "--from", "unleash", "--leave-out")]
    [TestCase("unleash.custom", 0, "unleash.json", "--from", "unleash", "--custom", "mine", "--json")]
    [TestCase("featuremanagement", 0, "fm.json", "--from", "featuremanagement", "--to", "grayflags")]
    [TestCase("flagd", 0, "flagd.json", "--from", "flagd")]
    [TestCase("flagd.v1", 0, "flagd.json", "--from", "flagd", "--fractional", "v1")]
    public void Document_BecomesOurs_WithAReport(string name, int exitCode, params string[] args)
    {
        using var folder = Documents();

        var run = folder.Run(["convert", .. args]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Approved.Compare(run.Error + "----\n" + run.Output, $"convert.{name}");
        if (exitCode == 0)
        {
            Assert.That(folder.RunWith(run.Output, "validate", "-").ExitCode, Is.Zero);
        }
    }

    [Test]
    public void Output_GoesToAFile()
    {
        using var folder = Documents();

        var run = folder.Run("convert", "flagd.json", "--from", "flagd", "-o", "flags.json");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((0, "")));
        Assert.That(folder.Run("validate", "flags.json").Output, Is.EqualTo("flags.json is good: 1 flag\n"));
    }

    [TestCase("grayflags: --ignore-case means nothing for unleash\n", "--from", "unleash", "--ignore-case")]
    [TestCase("grayflags: Option '--from' is required.\nTry: grayflags convert --help\n")]
    public void Usage_Wrong_SaysWhy(string message, params string[] args)
    {
        using var folder = Documents();

        var run = folder.Run(["convert", "unleash.json", .. args]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((2, message)));
    }
}
