using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests;

/// <summary>The help of the command and of each of its verbs, which ends with examples.</summary>
[TestFixture]
internal sealed class HelpTests
{
    [TestCase("validate")]
    [TestCase("explain")]
    [TestCase("convert")]
    [TestCase("eval")]
    [TestCase("rollout")]
    [TestCase("keygen")]
    [TestCase("sign")]
    [TestCase("verify")]
    [TestCase("schema")]
    [TestCase("vectors")]
    public void Help_OfAVerb_EndsWithExamples(string verb)
    {
        using var folder = new Folder();

        var run = folder.Run(verb, "--help");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Output, Does.Contain("\nExamples:\n  # ").And.Contain($"grayflags {verb}"));
        Approved.Compare(run.Output, $"help.{verb}");
    }

    [TestCase("status")]
    [TestCase("wait")]
    [TestCase("approve")]
    [TestCase("rollback")]
    public void Help_OfARolloutVerb(string verb)
    {
        using var folder = new Folder();

        Approved.Compare(folder.Run("rollout", verb, "--help").Output, $"help.rollout.{verb}");
    }

    [Test]
    public void Help_OfTheCommand_ListsItsVerbs()
    {
        using var folder = new Folder();

        Approved.Compare(folder.Run("--help").Output, "help");
    }
}
