using System.Runtime.Versioning;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>Something else in the place of each file: nothing hangs, nothing wrong is read, and saving goes on.</summary>
[Fault("R4")]
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
internal sealed class SpecialFileTests
{
    private TempFolder _temp = null!;
    private RecordingLogger _logger = null!;

    [SetUp]
    public void SetUp()
    {
        _temp = new TempFolder();
        _logger = new RecordingLogger();
    }

    [TearDown]
    public void TearDown() => _temp.Dispose();

    [Test]
    [CancelAfter(60_000)]
    public void InThePlaceOfAFile_IsNotRead_AndMakesWay(
        [Values(SavedSample.FileName, SavedSample.FileName + ".tmp", SavedSample.FileName + ".bad", ".lock")] string name,
        [Values("pipe", "directory", "device", "link", "dangling link")] string what)
    {
        new StateFolder(_temp.Path, _logger).Save();
        var path = _temp[name];
        File.Delete(path);
        var target = Put(path, what);

        var folder = new StateFolder(_temp.Path, _logger);

        Assert.That(folder.Read(), name == SavedSample.FileName ? Is.Null : Is.EqualTo(SavedSample.Text));
        Assert.That(folder.List(""), Has.Count.EqualTo(name == SavedSample.FileName ? 0 : 1));
        Assert.That(folder.Save(text: "new"), Is.True, () => _logger.Entries[^1].Message);
        Assert.That(new StateFolder(_temp.Path, _logger).Read(), Is.EqualTo("new"));
        Assert.That(target is null || File.ReadAllText(target) == "untouched", Is.True);
        Assert.That(folder.Delete(SavedSample.Name), Is.True);
    }

    [Test]
    public void NulsAnywhere_AreNotRead()
    {
        new StateFolder(_temp.Path, _logger).Save();
        var whole = File.ReadAllBytes(_temp[SavedSample.FileName]);
        for (var start = 0; start < whole.Length; start++)
        {
            var bytes = (byte[])whole.Clone();
            bytes.AsSpan(start, Math.Min(10, bytes.Length - start)).Clear();
            _temp.Write(SavedSample.FileName, bytes);

            Assert.That(new StateFolder(_temp.Path, _logger).Read(), Is.Null, $"from {start}");
        }
    }

    private string? Put(string path, string what)
    {
        switch (what)
        {
            case "pipe":
                LibC.MakeFifo(path);
                return null;
            case "directory":
                Directory.CreateDirectory(path);
                return null;
            case "device":
                if (!LibC.TryMakeZeroDevice(path))
                {
                    File.CreateSymbolicLink(path, "/dev/zero");
                }

                return null;
            case "link":
                var target = _temp.Write("target", "untouched");
                File.CreateSymbolicLink(path, target);
                return target;
            default:
                File.CreateSymbolicLink(path, path + ".nowhere");
                return null;
        }
    }
}
