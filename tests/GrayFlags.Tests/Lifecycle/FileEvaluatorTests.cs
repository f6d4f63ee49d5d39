using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>An evaluator of one file: whoever starts it in the wrong directory learns it at once, and where the file should have been.</summary>
internal sealed class FileEvaluatorTests
{
    private const string On = """{ "flags": { "f": true } }""";

    private TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void MissingFile_ThrowsWithItsFullPath()
    {
        var path = _folder["flags.json"];

        Assert.That(
            () => GrayEvaluator.FromFile(path),
            Throws.TypeOf<FileNotFoundException>().With.Message.Contains($"There is no file '{path}'.").And.Message.Contains("optional: true"));
    }

    [Test]
    public void MissingRelativeFile_ThrowsWithTheWorkingDirectory()
    {
        const string Name = "no-such-flags.json";

        Assert.That(
            () => GrayEvaluator.FromFile(Name),
            Throws.TypeOf<FileNotFoundException>()
                .With.Message.Contains($"There is no file '{Path.GetFullPath(Name)}' ('{Name}', from the working directory).")
                .And.Property(nameof(FileNotFoundException.FileName)).EqualTo(Path.GetFullPath(Name)));
    }

    [Test]
    public void Directory_IsNoMissingFile()
    {
        Assert.That(
            () => GrayEvaluator.FromFile(_folder.Path),
            Throws.InstanceOf<IOException>().With.Message.EqualTo($"The file '{_folder.Path}' cannot be used: it is a directory, not a file."));
    }

    [Test]
    public void MissingOptionalFile_IsExplainedWithItsFullPath()
    {
        var path = _folder["flags.json"];
        using var flags = GrayEvaluator.FromFile(path, optional: true);

        Assert.That(flags.Evaluate("f").Error, Is.EqualTo(DecisionError.NotReady));
        Assert.That(flags.Explain("f").Summary, Is.EqualTo($"No rules have been loaded yet. '{path}': the file does not exist."));
    }

    [Test]
    public void Logger_LearnsOfTheFileAndOutlivesTheEvaluator()
    {
        using var logs = new RecordingLoggerFactory();
        var path = _folder.Write("flags.json", On);

        using (var flags = GrayEvaluator.FromFile(path, logs))
        {
            Assert.That(flags.IsEnabled("f"), Is.True);
            Assert.That(flags.IsEnabled("g"), Is.False);
        }

        Assert.That(logs.Entries.Select(entry => entry.EventId.Id), Does.Contain(110), "rules are live");
        Assert.That(logs.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Message), Has.Some.Contains("'g'"));
        Assert.That(logs.IsDisposed, Is.False);
    }

    [Test]
    public void Logger_IsRequiredWhereItIsAskedFor()
    {
        Assert.That(() => GrayEvaluator.FromFile("flags.json", null!), Throws.ArgumentNullException);
    }
}
