using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests;

/// <summary>The help of the command and of each of its verbs, which ends with examples.</summary>
[TestFixture]
internal sealed class HelpTests
{
    [TestCase("validate")]
    [TestCase("schema")]
    public void Help_OfAVerb_EndsWithExamples(string verb)
    {
        using var folder = new Folder();

        var run = folder.Run(verb, "--help");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Output, Does.Contain("\nExamples:\n  grayflags " + verb));
        Approved.Compare(run.Output, $"help.{verb}");
    }
}
