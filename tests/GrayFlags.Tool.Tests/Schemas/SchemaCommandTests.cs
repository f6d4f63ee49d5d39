using GrayFlags.Tests.Kit;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Schemas;

[TestFixture]
internal sealed class SchemaCommandTests
{
    [TestCase("grayflags.schema.json")]
    [TestCase("appsettings.grayflags.schema.json", "--appsettings")]
    public void Schema_IsPrinted(string name, params string[] options)
    {
        using var folder = new Folder();

        var run = folder.Run(["schema", .. options]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Is.EqualTo(File.ReadAllText(Repository.PathOf($"src/GrayFlags/schema/{name}"))));
    }

    [Test]
    public void Usage_Wrong_SaysWhatToTry()
    {
        using var folder = new Folder();

        var run = folder.Run("schema", "--nonsense");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain("--nonsense").And.EndWith("Try: grayflags schema --help\n"));
    }
}
