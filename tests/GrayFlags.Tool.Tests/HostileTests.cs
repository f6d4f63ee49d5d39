using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests;

/// <summary>Text of others reaches no terminal as more than text, secrets reach nobody, and a result that is lost is no success.</summary>
[TestFixture]
internal sealed class HostileTests
{
    private const string Document = """{ "flags": { "f": { "rules": { "half": { "percentage": 50 }, "staff": { "users": ["ana"] } } } } }""";

    private const string Evil = "a\u001b[31mred\u0007\r\n::error file=x::pwned\u202e";

    [Test]
    public void Text_OfOthers_IsShownAndNotObeyed()
    {
        using var folder = new Folder().With("flags.json", Document);

        var explained = folder.Run("explain", "flags.json", "f", "--user", Evil);
        var missing = folder.Run("validate", Evil);
        var mixed = folder.Run("simulate", "flags.json", "--users", "10", "--attr", Evil.Replace('\n', ' ') + "=1:50");
        var compared = folder.With("users.jsonl", """{"userId":"a\u001b[31m\r\n::error::x"}""")
            .With("on.json", """{ "flags": { "f": true } }""").With("off.json", """{ "flags": { "f": false } }""")
            .Run("diff", "off.json", "on.json", "--contexts", "users.jsonl", "--markdown");

        foreach (var run in new[] { explained, missing, mixed, compared })
        {
            Assert.That(run.Output + run.Error, Does.Not.Contain('\u001b').And.Not.Contain('\u0007').And.Not.Contain('\r').And.Not.Contain("\n::error"));
        }

        Assert.That(explained.Output, Does.Contain(@"a\u{1b}[31mred"));
    }

    [Test]
    public void Secrets_OfAddressesAndArguments_AreRepeatedNowhere()
    {
        using var folder = new Folder().With("flags.json", Document);
        var key = new string('K', 120);

        var address = folder.Run("validate", "http://user:hunter2@127.0.0.1:1/flags.json?token=SECRET");
        var argument = folder.Run("sign", "flags.json", "--kee", key);

        Assert.That(address.Output + address.Error, Does.Contain("http://127.0.0.1:1/flags.json").And.Not.Contain("hunter2").And.Not.Contain("SECRET"));
        Assert.That(argument.Output + argument.Error, Does.Not.Contain(key).And.Contain("(120 characters)"));
        Assert.That((address.ExitCode, argument.ExitCode), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Diff_OfNobody_IsNoSuccess()
    {
        using var folder = new Folder().With("a.json", Document).With("none.jsonl", "");

        var run = folder.Run("diff", "a.json", "a.json", "--contexts", "none.jsonl", "--max-flips", "5%");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "grayflags: there is no subject, so nothing was compared\n")));
    }

    [Test]
    public void Eval_OfLinesWithAByteOrderMark_IsAnswered()
    {
        using var folder = new Folder();

        var run = folder.RunWith("\uFEFF" + """{"document":{"flags":{"a":true}},"flag":"a"}""" + "\n", "eval", "--cases", "-");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((0, run.Output)));
        Assert.That(run.Output, Does.StartWith("""{"enabled":true"""));
    }

    // Names are copied into those of their members: a line of a long one with thousands of members would cost gigabytes.
    [TestCase(128, "\"enabled\":true")]
    [TestCase(129, "more than 128 characters")]
    public void Eval_OfALongName_IsRefused(int length, string expected)
    {
        using var folder = new Folder();
        var line = """{"document":{"flags":{"a":true}},"flag":"a","context":{"attributes":{"NAME":{"m":1}}}}"""
            .Replace("NAME", new string('n', length - 2), StringComparison.Ordinal);

        var run = folder.RunWith(line + "\n", "eval", "--cases", "-");

        Assert.That(run.Output + run.Error, Does.Contain(expected));
    }

    [Test]
    public void Limits_BelowNothing_AreUsage()
    {
        using var folder = new Folder().With("a.json", Document);

        Assert.That(folder.Run("refs", "a.json", "--max-unused", "-1").ExitCode, Is.EqualTo(2));
        Assert.That(folder.Run("validate", ".").Error, Does.Contain("is a folder"));
    }
}
