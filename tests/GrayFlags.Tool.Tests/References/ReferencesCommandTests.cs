using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.References;

[TestFixture]
internal sealed class ReferencesCommandTests
{
    private const string Flags = """
        {
          "flags": {
            "new-checkout": { "expires": "2026-01-01", "rules": { "beta": { "requires": ["needed"] } } },
            "needed": true,
            "新功能": true,
            "by-constant": true,
            "in-view": true,
            "lonely": true
          }
        }
        """;

    private const string Source = """"
        // IsEnabled("commented-out"), "lonely"
        /* "lonely" */
        public static class Shop
        {
            private const string Name = "by-constant"; // whole
            private const string Text = "not lonely at all", Quoted = "\"lonely", Path = @"C:\lonely\";

            public bool A(IGrayEvaluator flags) => flags.IsEnabled("New-Checkout") && flags.Evaluate(flag: "新功能").Enabled;
            public int B(IGrayEvaluator flags) => flags.GetValue<int>("newcheckout", null, 1) + configuration.GetValue<int>("port");
            public bool C(string id) => flags.IsEnabled($"exp-{id}") || flags.IsEnabled("""raw-one""");
            public char D => '"';
        }
        """";

    private const string View = """
        <p>don't</p> <!-- <gray flag="commented"> -->
        <gray flag="in-view">new</gray> <gray negate="true" flag="missing-one">x</gray> <a flag="no-flag" href="http://x/">y</a>
        """;

    [TestCase(0, "refs")]
    [TestCase(0, "refs-json", "--json")]
    [TestCase(1, "refs-github", "--github", "--max-unused", "0", "--max-undefined", "0", "--max-expired", "0")]
    public void Piped_IsAsApproved(int exitCode, string name, params string[] args)
    {
        using var folder = Sources();

        var run = folder.Run(["refs", "flags.json", "--src", "src", "--at", "2026-06-01T12:00:00Z", .. args]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Approved.Compare(run.Output + run.Error, name);
    }

    private const string Usage = """
        { "total": 3, "flags": [
          { "name": "New-Checkout", "usage": { "perMinute": 0, "staleReason": "oneAnswer", "staleText": "on for everyone for 30 days" } },
          { "name": "lonely", "usage": { "perMinute": 0, "staleReason": "notAsked", "staleText": "not asked for 9 days" } },
          { "name": "in-view", "usage": { "perMinute": 3.5 } } ] }
        """;

    [TestCase(0, "refs-usage")]
    [TestCase(0, "refs-usage-json", "--json")]
    [TestCase(1, "refs-usage-github", "--github", "--max-stale", "0")]
    public void Usage_ShowsWhatLooksStale_AndIsUsed(int exitCode, string name, params string[] args)
    {
        using var folder = Sources();
        folder.With("usage.json", Usage);

        var run = folder.Run(["refs", "flags.json", "--src", "src", "--at", "2026-06-01T12:00:00Z", "--usage", "usage.json", .. args]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Approved.Compare(run.Output + run.Error, name);
    }

    [TestCase("[", "api/flags")]
    [TestCase("""{ "flags": 7 }""", "api/flags")]
    [TestCase("""{ "flags": [{ "name": "lonely" }] }""", "not measured")]
    public void Usage_ThatIsNone_IsRefused(string content, string message)
    {
        using var folder = Sources();
        folder.With("usage.json", content);

        var run = folder.Run("refs", "flags.json", "--src", "src", "--usage", "usage.json");

        Assert.That((run.ExitCode, run.Error.Contains(message, StringComparison.Ordinal)), Is.EqualTo((2, true)), run.Error);
    }

    [Test]
    public void Ignored_IsNoProblem()
    {
        using var folder = Sources();

        var run = folder.Run(
            "refs", "flags.json", "--src", "src", "--max-unused", "0", "--max-undefined", "0",
            "--ignore", "lonely", "--ignore", "newcheckout", "--ignore", "raw-one", "--ignore", "missing-one");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
    }

    [Test]
    public void VisualBasic_ItsCommentsAndTexts()
    {
        const string Visual = "' IsEnabled(\"lonely\")\nIf flags.IsEnabled(\"needed\") Then ' \"lonely\"\nDim s = \"a \"\"lonely\"\" b\"\n";
        using var folder = new Folder().With("flags.json", Flags).With("Shop.vb", Visual);

        var run = folder.Run("refs", "flags.json", "--src", ".");

        Assert.That(run.Output, Does.Contain("1 flag used").And.Contain("Shop.vb(2,20)"));
    }

    [Test]
    public void Help_EndsWithExamples()
    {
        using var folder = new Folder();

        Approved.Compare(folder.Run("refs", "--help").Output, "refs-help");
    }

    [Test]
    public void Folder_Missing_IsSaid()
    {
        using var folder = Sources();

        var run = folder.Run("refs", "flags.json", "--src", "nowhere");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain("--src is 'nowhere'"));
    }

    private static Folder Sources()
    {
        var folder = new Folder();
        foreach (var below in new[] { "src", "src/bin", "src/node_modules" })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, below));
        }

        return folder.With("flags.json", Flags)
            .With("src/Shop.cs", Source)
            .With("src/View.cshtml", View)
            .With("src/notes.md", "\"lonely\"")
            .With("src/binary.cs", "\0\"lonely\"")
            .With("src/bin/Shop.cs", "\"lonely\"")
            .With("src/node_modules/shop.js", "\"lonely\"");
    }
}
