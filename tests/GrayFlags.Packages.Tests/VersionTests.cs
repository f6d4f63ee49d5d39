using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests;

/// <summary>Versions of packages by tags: <c>.ci/version</c>, in repositories of its own.</summary>
internal sealed class VersionTests
{
    [Test]
    public async Task Version_IsThatOfTheScript() =>
        Assert.That(Packages.Version, Is.EqualTo((await Command.RunAsync(Repository.PathOf(""), "bash", ".ci/version")).Trim()));

    [TestCase("", ExpectedResult = "0.3.0-dev.20261129T085646")]
    [TestCase("v0.3.0", ExpectedResult = "0.3.0")]
    [TestCase("v0.3.0-preview.2", ExpectedResult = "0.3.0-preview.2")]
    [TestCase("v0.3.0-preview.2 v0.3.0-preview.10", ExpectedResult = "0.3.0-preview.10")]
    [TestCase("v0.3.0-preview.2 v0.3.0", ExpectedResult = "0.3.0")]
    [TestCase("checked newest", ExpectedResult = "0.3.0-dev.20261129T085646")]
    public async Task<string> Version_OfACommit_IsItsTag(string tags)
    {
        using var repository = new TempFolder();
        await CommitAsync(repository);
        foreach (var tag in tags.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await Command.RunAsync(repository.Path, "git", "tag", tag);
        }

        return await VersionAsync(repository);
    }

    [Test]
    public async Task Version_OfWhatWasChangedSince_IsNotTheTag()
    {
        using var repository = new TempFolder();
        await CommitAsync(repository);
        await Command.RunAsync(repository.Path, "git", "tag", "v0.3.0");
        await File.AppendAllTextAsync(repository["src/Directory.Build.props"], "\n");

        Assert.That(await VersionAsync(repository), Is.EqualTo("0.3.0-dev.20261129T085646"));
    }

    [Test]
    public async Task Version_WithoutARepository_IsTheNextOne()
    {
        using var folder = new TempFolder();
        Write(folder);

        Assert.That(await VersionAsync(folder), Is.EqualTo("0.3.0-dev"));
    }

    [Test]
    public async Task Tag_OfAnotherVersion_IsRefused()
    {
        using var repository = new TempFolder();
        await CommitAsync(repository);
        await Command.RunAsync(repository.Path, "git", "tag", "v0.4.0");

        Assert.That(
            async () => await VersionAsync(repository),
            Throws.InstanceOf<AssertionException>().With.Message.Contains("The tag v0.4.0 does not belong to VersionPrefix 0.3.0"));
    }

    // Before anything is built by it.
    [TestCase("v0.3.0-")]
    [TestCase("v0.3.0-preview.01")]
    [TestCase("v0.3.0-preview+build")]
    public async Task Tag_ThatIsNoSemanticVersion_IsRefused(string tag)
    {
        using var repository = new TempFolder();
        await CommitAsync(repository);
        await Command.RunAsync(repository.Path, "git", "tag", tag);

        Assert.That(
            async () => await VersionAsync(repository),
            Throws.InstanceOf<AssertionException>().With.Message.Contains($"The tag {tag} is no version"));
    }

    private static async Task CommitAsync(TempFolder repository)
    {
        Write(repository);
        await Command.RunAsync(repository.Path, "git", "init", "--quiet");
        await Command.RunAsync(repository.Path, "git", "add", ".");
        await Command.RunAsync(
            repository.Path, "env", "GIT_COMMITTER_DATE=2026-11-29T09:56:46+01:00", "git", "-c", "user.name=a", "-c", "user.email=a@example.com",
            "commit", "--quiet", "--message", "one");
    }

    private static void Write(TempFolder folder)
    {
        Directory.CreateDirectory(folder[".ci"]);
        Directory.CreateDirectory(folder["src"]);
        File.Copy(Repository.PathOf(".ci/version"), folder[".ci/version"]);
        folder.Write("src/Directory.Build.props", "<Project><PropertyGroup>\n  <VersionPrefix>0.3.0</VersionPrefix>\n</PropertyGroup></Project>\n");
    }

    private static async Task<string> VersionAsync(TempFolder folder) => (await Command.RunAsync(folder.Path, "bash", ".ci/version")).Trim();
}
