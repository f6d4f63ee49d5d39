using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documentation;

/// <summary>Links between pages lead somewhere: to a file, and to a heading or an anchor of it.</summary>
internal sealed partial class PageLinkTests
{
    private static IReadOnlyList<string> Linking => [.. PageFiles.All, ".github/CONTRIBUTING.md", ".github/SECURITY.md"];

    [TestCaseSource(nameof(Linking))]
    public void Links_LeadSomewhere(string page)
    {
        var broken = Link().Matches(WithoutCode(page))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Leads(page, target));

        Assert.That(broken, Is.Empty);
    }

    [TestCase("A flag, `in` 1.2: what is it?", ExpectedResult = "a-flag-in-12-what-is-it")]
    [TestCase("Files and Kubernetes", ExpectedResult = "files-and-kubernetes")]
    [TestCase("`newerThan`, `olderThan`", ExpectedResult = "newerthan-olderthan")]
    [TestCase("[Rollouts](rollouts.md) first", ExpectedResult = "rollouts-first")]
    public string Heading_HasTheAnchorThatGitHubGivesIt(string heading) => AnchorOf(heading);

    private static bool Leads(string page, string target)
    {
        var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, "");
        var file = path.Length == 0 ? page : $"{Path.GetDirectoryName(page)}/{path}";
        var full = Path.GetFullPath(Repository.PathOf(file.TrimStart('/')));
        return (File.Exists(full) || Directory.Exists(full))
            && (anchor.Length == 0 || AnchorsOf(Path.GetRelativePath(Repository.PathOf(""), full)).Contains(anchor));
    }

    private static HashSet<string> AnchorsOf(string page)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        var text = WithoutCode(page);
        foreach (var name in Heading().Matches(text).Select(match => AnchorOf(match.Groups["text"].Value)))
        {
            for (var number = 0; !anchors.Add(number == 0 ? name : $"{name}-{number}"); number++)
            {
            }
        }

        anchors.UnionWith(Named().Matches(text).Select(match => match.Groups["name"].Value));
        return anchors;
    }

    private static string AnchorOf(string heading) =>
        NoAnchor().Replace(LinkText().Replace(heading.Trim(), "${text}"), "").Replace(' ', '-').ToLowerInvariant();

    private static string WithoutCode(string page) => Fenced().Replace(PageFiles.Read(page).ReplaceLineEndings("\n"), "");

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?: ""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"<a (?:id|name)=""(?<name>[^""]+)""")]
    private static partial Regex Named();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
