using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Diff;

[TestFixture]
internal sealed class DiffCommandTests
{
    private const string At = "2026-06-01T12:00:00Z";

    private const string Old = """
        {
          "version": 1,
          "segments": { "south": { "regions": ["CN-GD"] } },
          "flags": {
            "gone": true,
            "same": { "rules": { "half": { "percentage": 50 } } },
            "切换": { "rules": { "staff": { "users": ["ana"] }, "south": { "segments": ["south"], "percentage": 10 } } },
            "layer": { "rules": { "a": { "percentage": { "of": 10, "salt": "s", "from": 0 } } } },
            "button": { "variants": { "blue": { "weight": 50, "value": 1 }, "green": { "weight": 50 } }, "default": "split" }
          }
        }
        """;

    private const string New = """
        {
          "version": 2,
          "off": ["nobody"],
          "segments": { "south": { "regions": ["CN-GD", "CN-GX"] } },
          "flags": {
            "same": { "rules": { "half": { "percentage": 50 } } },
            "切换": { "rules": { "staff": { "users": ["ana", "bo"] }, "south": { "segments": ["south"], "percentage": 25 } } },
            "layer": { "rules": { "a": { "percentage": { "of": 10, "salt": "s", "from": 40 } } } },
            "button": { "variants": { "blue": { "weight": 70, "value": 2 }, "green": { "weight": 30 } }, "default": "split" },
            "new|one": false
          }
        }
        """;

    [TestCase(0, "diff")]
    [TestCase(0, "diff-markdown", "--markdown", "--max-flips", "100%")]
    [TestCase(1, "diff-limit", "--max-flips", "5%")]
    [TestCase(0, "diff-json", "--json")]
    public void Piped_IsAsApproved(int exitCode, string name, params string[] args)
    {
        using var folder = new Folder().With("old.json", Old).With("new.json", New.Replace("new|one", "new.one", StringComparison.Ordinal));

        var run = folder.Run(["diff", "old.json", "new.json", "-n", "10000", "--at", At, .. args]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((exitCode, "")));
        Approved.Compare(run.Output, name);
    }

    [Test]
    public void InColour_IsAsApproved()
    {
        var after = Old.Replace("\"percentage\": 10", "\"percentage\": 30", StringComparison.Ordinal);
        using var folder = new Folder().With("old.json", Old).With("new.json", after);

        Approved.Compare(folder.RunInColour(120, "diff", "old.json", "new.json", "-n", "10000", "--at", At).Output, "diff-colour");
    }

    [Test]
    public void Input_OneSide_IsRead()
    {
        using var folder = new Folder().With("flags.json", Old);

        var run = folder.RunWith(Old, "diff", "-", "flags.json", "--at", At, "--max-flips", "0");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("nothing is written differently").And.Contain("nobody"));
    }

    // Salts, layers and segments change for whom a share is, and not what it looks like.
    [TestCase("salt", """{ "flags": { "f": { "rules": { "r": { "percentage": { "of": 50, "salt": "a" } } } } } }""", "\"a\"", "\"b\"")]
    [TestCase("layer", """{ "flags": { "f": { "rules": { "r": { "percentage": { "of": 10, "salt": "a", "from": 0 } } } } } }""", "\"from\": 0", "\"from\": 30")]
    [TestCase("segment", """{ "segments": { "s": { "regions": ["CN"] } }, "flags": { "f": { "rules": { "r": { "segments": ["s"] } } } } }""", "CN", "SE")]
    public void Change_OfWhomItIsFor_Flips(string what, string old, string from, string to)
    {
        using var folder = new Folder().With("old.json", old).With("new.json", old.Replace(from, to, StringComparison.Ordinal));

        var run = folder.Run("diff", "old.json", "new.json", "-n", "2000", "--at", At, "--max-flips", "100");

        Assert.That(run.ExitCode, Is.EqualTo(1), what);
        Assert.That(run.Output, Does.Contain("off → on").And.Contain("on → off"));
    }

    [Test]
    public void Help_EndsWithExamples()
    {
        using var folder = new Folder();

        Approved.Compare(folder.Run("diff", "--help").Output, "diff-help");
    }

    [Test]
    public void Limit_NoNumber_IsSaid()
    {
        using var folder = new Folder().With("old.json", Old);

        var run = folder.Run("diff", "old.json", "old.json", "--max-flips", "some");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain("--max-flips is 'some'"));
    }
}
