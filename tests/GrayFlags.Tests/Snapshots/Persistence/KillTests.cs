using System.Globalization;
using GrayFlags.Journals;
using GrayFlags.Snapshots.Persistence;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots.Persistence;

/// <summary>A process that is killed while it saves.</summary>
[NonParallelizable]
internal sealed class KillTests
{
    private const int Kills = 30;

    [Test]
    [Fault("K1")]
    [Fault("K2")]
    public void Kill_WhileSaving_LeavesTheOldOrTheNewFileAndNoLitter()
    {
        using var temp = new TempFolder();
        var directory = temp["saved"];
        var logger = new RecordingLogger();
        var litter = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var begun = KillAfter(kill % 7 + 1, "forever", directory);
            litter += Temporary(directory);
            Assert.That(Temporary(directory), Is.LessThanOrEqualTo(1), $"kill {kill}: the name is fixed");

            var folder = new StateFolder(directory, logger);

            Assert.That(Temporary(directory), Is.Zero, $"kill {kill}");
            if (begun > 1 || kill > 0)
            {
                // The save before the one that had begun is on the disk, and perhaps later ones.
                Assert.That(Read(folder), Is.GreaterThanOrEqualTo(begun - 1), $"kill {kill}");
            }
        }

        Assert.That(Directory.GetFiles(directory).Select(Path.GetFileName), Is.EquivalentTo(new[] { ".lock", SavedSample.FileName }));
        Assert.That(logger.Entries, Is.Empty);
        TestContext.Out.WriteLine($"{Kills} kills, {litter} of them in the middle of a save");
    }

    /// <summary>The control: the same kills tear a file that is written in place, so the test above could fail.</summary>
    [Test]
    [Fault("K1")]
    public void Kill_WhileSavingInPlace_TearsTheFile()
    {
        using var temp = new TempFolder();
        var isTorn = false;
        for (var kill = 0; kill < Kills && !isTorn; kill++)
        {
            KillAfter(kill % 7 + 1, "naive", temp.Path);
            isTorn = Read(new StateFolder(temp.Path, new RecordingLogger())) is null;
        }

        Assert.That(isTorn, Is.True);
    }

    private static long KillAfter(int saves, string how, string directory)
    {
        using var process = SaverProcess.Start(how, directory);
        var begun = 0L;
        for (var save = 0; save < saves; save++)
        {
            begun = long.Parse(process.ReadLine()!, CultureInfo.InvariantCulture);
        }

        process.Kill();
        return begun;
    }

    // The version of a payload that is whole, by what it should hold and not by its checksum.
    private static long? Read(StateFolder folder)
    {
        if (!folder.TryRead(SavedSample.Name, long.MaxValue, out var file))
        {
            return null;
        }

        var version = file.Header.Version!.Value;
        Assert.That(file.Payload.Length, Is.EqualTo(200_000));
        Assert.That(file.Payload.Span.IndexOfAnyExcept((byte)('a' + (version % 26))), Is.Negative);
        return version;
    }

    private static int Temporary(string directory) => Directory.GetFiles(directory, "*" + AtomicFile.TempSuffix).Length;
}
