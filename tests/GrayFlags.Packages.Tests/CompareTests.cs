using System.Diagnostics;
using System.IO.Compression;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>What <c>.ci/compare</c> says of packages that were built and those of a release, which <c>.ci/reproducible</c> and a release go by.</summary>
internal sealed class CompareTests
{
    [Test]
    public async Task SameBytes_AreEqual()
    {
        using var folder = new TempFolder();
        Pack(folder, "built/A.1.0.0.nupkg", ("lib/A.dll", "one"));
        Pack(folder, "built/A.1.0.0.snupkg", ("lib/A.pdb", "one"));
        Pack(folder, "expected/A.1.0.0.nupkg", ("lib/A.dll", "one"));
        Pack(folder, "expected/A.1.0.0.snupkg", ("lib/A.pdb", "one"));

        Assert.That(await CompareAsync(folder), Is.EqualTo((0, "equal bytes A.1.0.0.nupkg\nequal bytes A.1.0.0.snupkg")));
    }

    [Test]
    public async Task SignatureOfAFeed_IsLeftOut()
    {
        using var folder = new TempFolder();
        Pack(folder, "built/A.1.0.0.nupkg", ("lib/A.dll", "one"));
        Pack(folder, "expected/A.1.0.0.nupkg", ("lib/A.dll", "one"), (".signature.p7s", "signed"));

        Assert.That(await CompareAsync(folder), Is.EqualTo((0, "equal contents A.1.0.0.nupkg")));
    }

    [TestCase("lib/A.dll", "two")]
    [TestCase("lib/B.dll", "one")]
    [TestCase("lib/.signature.p7s", "one", Description = "not a feed's: those are at the top")]
    public async Task OtherContents_AreDifferent(string entry, string content)
    {
        using var folder = new TempFolder();
        Pack(folder, "built/A.1.0.0.nupkg", ("lib/A.dll", "one"));
        Pack(folder, "expected/A.1.0.0.nupkg", entry == "lib/A.dll" ? [(entry, content)] : [("lib/A.dll", "one"), (entry, content)]);

        var (code, output) = await CompareAsync(folder);

        Assert.That(code, Is.Not.Zero);
        Assert.That(output, Does.EndWith("DIFFERENT A.1.0.0.nupkg"));
    }

    [Test]
    public async Task PackageThatOnlyOneHas_IsNamed()
    {
        using var folder = new TempFolder();
        Pack(folder, "built/A.1.0.0.nupkg", ("lib/A.dll", "one"));
        Pack(folder, "expected/B.1.0.0.nupkg", ("lib/B.dll", "one"));

        Assert.That(await CompareAsync(folder), Is.EqualTo((1, "MISSING A.1.0.0.nupkg\nNOT OF THIS COMMIT B.1.0.0.nupkg")));
    }

    [Test]
    public async Task Nothing_IsNotEqualToNothing()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["built"]);
        Directory.CreateDirectory(folder["expected"]);

        Assert.That((await CompareAsync(folder)).Code, Is.Not.Zero);
    }

    private static void Pack(TempFolder folder, string path, params (string Name, string Content)[] entries)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        using var package = ZipFile.Open(folder[path], ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            var entry = package.CreateEntry(name);
            entry.LastWriteTime = new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);
            using var writer = new StreamWriter(entry.Open());
            writer.Write(content);
        }
    }

    private static async Task<(int Code, string Output)> CompareAsync(TempFolder folder)
    {
        using var process = Process.Start(Command.Start(Repository.PathOf(""), "bash", ".ci/compare", folder["built"], folder["expected"]))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, output.ReplaceLineEndings("\n").TrimEnd('\n'));
    }
}
