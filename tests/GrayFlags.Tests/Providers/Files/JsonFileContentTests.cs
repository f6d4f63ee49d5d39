using System.Runtime.Versioning;
using System.Text;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Providers.Files;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Files;

/// <summary>What a path may lead to that is not a good document.</summary>
[NonParallelizable]
public sealed class JsonFileContentTests
{
    private TempFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TempFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    // What Windows says of a pipe or of CON, once it is open.
    [Test]
    [Fault("F12")]
    public void Handle_WithoutALength_IsNoRegularFile()
    {
        var content = new FileContent(_folder.Write("flags.json", Json.Flag("a")), 1024, (_, _, _) => throw new NotSupportedException());

        Assert.That(content.Read().Failure, Is.EqualTo(FileFailure.Empty));
    }

    [Test]
    [Fault("F11")]
    public void Directory_InPlaceOfTheFile_IsReportedOnceAndRecovers()
    {
        var path = Directory.CreateDirectory(_folder["flags.json"]).FullName;
        using var consumer = new FileConsumer(path).Start();
        consumer.Poll().Poll();
        Directory.Delete(path);
        File.WriteAllText(path, Json.Flag("a"));

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "unavailable: " + FileText.Directory, "a" }));
    }

    [Test]
    [Fault("F11")]
    [Platform(Exclude = "Win")]
    public void SymbolicLinks_InACircle_AreReportedOnceAndRecover()
    {
        var path = File.CreateSymbolicLink(_folder["flags.json"], "other").FullName;
        File.CreateSymbolicLink(_folder["other"], "flags.json");
        using var consumer = new FileConsumer(path).Start();
        consumer.Poll().Poll();
        File.Delete(_folder["other"]);
        _folder.Write("other", Json.Flag("a"));

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "unavailable: " + FileText.Loop, "a" }));
    }

    [Test]
    [Fault("F11")]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Permission_Denied_IsReportedOnceAndRecovers()
    {
        if (LibC.EffectiveUserId() == 0)
        {
            Assert.Ignore("Root may read a file without permissions.");
        }

        var path = _folder.Write("flags.json", Json.Flag("a"));
        File.SetUnixFileMode(path, UnixFileMode.None);
        using var consumer = new FileConsumer(path).Start();
        consumer.Poll().Poll();
        File.SetUnixFileMode(path, UnixFileMode.UserRead);

        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "unavailable: " + FileText.Denied, "a" }));
    }

    [Test]
    [Fault("F11")]
    public void Permission_TakenWhileReading_IsTyped()
    {
        var content = new FileContent(_folder.Write("flags.json", "{}"), 1000, (_, _, _) => throw new UnauthorizedAccessException());

        Assert.That(content.Read().Failure, Is.EqualTo(FileFailure.Denied));
    }

    [TestCase("pipe", TestName = "NamedPipe_IsRefusedWithoutWaitingForAWriter")]
    [TestCase("link", TestName = "LinkToNamedPipe_IsRefusedWithoutWaitingForAWriter")]
    [TestCase("/dev/zero", TestName = "EndlessDevice_IsRefused")]
    [TestCase("/dev/null", TestName = "EmptyDevice_IsRefused")]
    [Fault("F12")]
    [Platform("Linux")]
    public async Task NotARegularFile(string name)
    {
        LibC.MakeFifo(_folder["pipe"]);
        File.CreateSymbolicLink(_folder["link"], "pipe");
        var content = new FileContent(_folder[name], 1000);

        // On a thread of its own, so that a read which waits fails this test and does not hang the run.
        var reading = await Task.Factory.StartNew(content.Read, TaskCreationOptions.LongRunning).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(reading.Failure, Is.EqualTo(FileFailure.Empty));
    }

    [Test]
    [Fault("F13")]
    public void HugeFile_IsRefusedByItsSizeAndNotRead()
    {
        const int Cap = 64 * 1024;
        var path = _folder["flags.json"];
        using (var file = File.Create(path))
        {
            file.SetLength(64 * 1024 * 1024);
        }

        using var consumer = new FileConsumer(path, configure: options => options.Limits = new DocumentLimits { MaxBytes = Cap });
        var before = GC.GetAllocatedBytesForCurrentThread();
        consumer.Start().Poll();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "invalid: " + ProblemText.TooLarge(Cap) }));
        Assert.That(allocated, Is.LessThan(4 * Cap));
    }

    [Test]
    [Fault("F13")]
    public void GrowingFile_IsRefusedAtOneByteMoreThanAllowed()
    {
        const int Cap = 64 * 1024;
        var last = 0L;
        var content = new FileContent(_folder.Write("flags.json", "{"), Cap, (_, buffer, offset) =>
        {
            last = offset + buffer.Length;
            return buffer.Length;
        });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = content.Read();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(reading.Failure, Is.EqualTo(FileFailure.TooLarge));
        Assert.That(last, Is.EqualTo(Cap + 1));
        Assert.That(allocated, Is.LessThan(4 * Cap));
    }

    [Test]
    [Fault("F13")]
    public void Size_ExactlyTheLimit_IsRead()
    {
        var json = Json.Flag("a");
        var path = _folder.Write("flags.json", json);

        Assert.That(new FileContent(path, json.Length).Read().Bytes.ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes(json)));
        Assert.That(new FileContent(path, json.Length - 1).Read().Failure, Is.EqualTo(FileFailure.TooLarge));
    }

    [TestCase("utf-8", true, "a")]
    [TestCase("utf-16", true, "invalid: ")]
    [TestCase("utf-16", false, "invalid: ")]
    [TestCase("utf-16BE", true, "invalid: ")]
    [TestCase("latin1", false, "invalid: ")]
    [TestCase("utf-32", true, "invalid: ")]
    [Fault("F14")]
    public void Encoding_OnlyUtf8WithOrWithoutMark(string name, bool mark, string expected)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = """{ "description": "é", "flags": { "a": true } }""";
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        using var consumer = new FileConsumer(_folder.Write("flags.json", bytes)).Start();

        Assert.That(consumer.Seen(), Has.Count.EqualTo(1).And.All.StartsWith(expected));
    }

    [TestCase(0)]
    [TestCase(20)]
    [Fault("F14")]
    public void NulBytes_AreRefused(int at)
    {
        using var consumer = new FileConsumer(_folder.Write("flags.json", Json.Flag("a").Insert(at, "\0\0\0\0"))).Start();

        Assert.That(consumer.Seen(), Has.Count.EqualTo(1).And.All.StartsWith("invalid: "));
    }

    [Test]
    [Fault("F16")]
    public void Disk_FailsWhileReading_IsReportedWhenItLastsAndRecovers()
    {
        var broken = false;
        var path = _folder.Write("flags.json", Json.Flag("a"));
        using var consumer = new FileConsumer(path, read: (handle, buffer, offset) =>
            broken && offset > 0 ? throw new IOException("stale file handle") : RandomAccess.Read(handle, buffer[..Math.Min(buffer.Length, 5)], offset))
                .Start();
        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a" }));

        broken = true;
        Assert.That(consumer.Poll().Settle().Poll().Seen(), Is.EqualTo(new[] { "unavailable: the file cannot be read: stale file handle" }));

        broken = false;
        Assert.That(consumer.Poll().Seen(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Links_RelativeBelowALinkedDirectory_AreFollowedAsTheKernelDoes()
    {
        Directory.CreateDirectory(_folder["releases/42"]);
        Directory.CreateDirectory(_folder["releases/shared"]);
        _folder.Write("releases/shared/flags.json", Json.Flag("a"));
        Directory.CreateSymbolicLink(_folder["current"], "releases/42");
        File.CreateSymbolicLink(_folder["releases/42/flags.json"], "../shared/./flags.json");

        Assert.That(FileTarget.Of(_folder["current/flags.json"]), Is.EqualTo(FileTarget.Of(_folder["releases/shared/flags.json"])));
        using var consumer = new FileConsumer(_folder["current/flags.json"]).Start();
        Assert.That(consumer.Seen(), Is.EqualTo(new[] { "a" }));
    }
}
