using GrayFlags.Tests.Kit;
using NUnit.Framework;

[assembly: Parallelizable(ParallelScope.Fixtures)]

namespace GrayFlags.Packages.Tests;

/// <summary>The packages, packed once for all tests, and a folder of this run's own for what consumers restore.</summary>
[SetUpFixture]
internal sealed class Packages
{
    public static readonly string[] Ids =
        ["GrayFlags", "GrayFlags.AspNetCore", "GrayFlags.Dashboard", "GrayFlags.Formats", "GrayFlags.PostgreSql", "GrayFlags.Redis"];

    private static TempFolder? _folder;

    public static string Feed => Folder["feed"];

    /// <summary>The folder in which consumers' packages are unpacked: not the cache of the machine, which may hold another build of the same version.</summary>
    public static string Cache => Folder["cache"];

    /// <summary>Where the machine has unpacked what is not ours, so that it need not be fetched again; null when there is a GrayFlags, too.</summary>
    public static string? Unpacked
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
            return Directory.Exists(folder) && !Directory.EnumerateDirectories(folder, "grayflags*").Any() ? folder : null;
        }
    }

    public static string Version { get; private set; } = "";

    private static TempFolder Folder => _folder ?? throw new InvalidOperationException("Nothing has been packed.");

    /// <param name="id">The package.</param>
    /// <param name="kind">nupkg, or snupkg for its symbols.</param>
    public static string PathOf(string id, string kind = "nupkg") => Path.Combine(Feed, $"{id}.{Version}.{kind}");

    [OneTimeSetUp]
    public static async Task PackAsync()
    {
        _folder = new TempFolder();
        await Command.RunAsync(Repository.PathOf(""), "bash", ".ci/pack", Feed);
        Version = Path.GetFileNameWithoutExtension(Directory.GetFiles(Feed, "GrayFlags.AspNetCore.*.nupkg").Single())["GrayFlags.AspNetCore.".Length..];
    }

    [OneTimeTearDown]
    public static void Delete() => _folder?.Dispose();
}
