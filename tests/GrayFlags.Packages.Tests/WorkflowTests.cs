using System.Text.RegularExpressions;
using GrayFlags.Tests.Kit;
using NUnit.Framework;
using YamlDotNet.Serialization;

namespace GrayFlags.Packages.Tests;

/// <summary>The workflows of the repository's host, as far as they can be tested without it.</summary>
[TestFixtureSource(nameof(Files))]
internal sealed partial class WorkflowTests(string file)
{
    private readonly string _text = File.ReadAllText(Path.Combine(Folder, file));

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string Folder => Repository.PathOf(".github/workflows");

    private Dictionary<object, object> Workflow => new Deserializer().Deserialize<Dictionary<object, object>>(_text);

    private Dictionary<object, object> Jobs => (Dictionary<object, object>)Workflow["jobs"];

    [Test]
    public void Workflow_MayRead_AndRunsOneAtATime()
    {
        Assert.That(Workflow["permissions"], Is.EqualTo(new Dictionary<object, object> { ["contents"] = "read" }));
        Assert.That(Workflow, Does.ContainKey("concurrency"));
        Assert.That(Jobs.Values.Cast<Dictionary<object, object>>(), Is.All.Matches<Dictionary<object, object>>(job => job.ContainsKey("timeout-minutes")));
    }

    [Test]
    public void Scripts_Exist()
    {
        var scripts = Script().Matches(_text).Select(match => match.Value).ToList();

        Assert.That(scripts, Is.Not.Empty);
        Assert.That(scripts, Is.All.Matches<string>(script => File.Exists(Repository.PathOf(script))));
    }

    [Test]
    public void Actions_ArePinned_ToACommitWhoseVersionIsBesideIt()
    {
        var uses = _text.Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.That(uses, Is.Not.Empty);
        Assert.That(uses, Is.All.Matches<string>(Pinned().IsMatch));
    }

    [Test]
    public void Secrets_AreOfAnEnvironment()
    {
        foreach (var (name, job) in JobsWith("secrets."))
        {
            Assert.That((Dictionary<object, object>)job, Does.ContainKey("environment"), (string)name);
        }
    }

    [TestCase("secrets.")]
    [TestCase(": write")]
    public void Job_WithASecret_OrThatMayWrite_BuildsNothing(string right)
    {
        foreach (var (name, job) in JobsWith(right))
        {
            Assert.That(TextOf(job), Does.Not.Contain("checkout").And.Not.Contain(".ci/"), (string)name);
        }
    }

    // What a stranger may choose, such as the name of a branch, is never a part of a script.
    [Test]
    public void Scripts_HoldNoExpression()
    {
        var scripts = Jobs.Values.Cast<Dictionary<object, object>>()
            .SelectMany(job => (List<object>)job["steps"])
            .Cast<Dictionary<object, object>>()
            .Where(step => step.ContainsKey("run"))
            .Select(step => (string)step["run"]);

        Assert.That(scripts, Is.Not.Empty.And.All.Not.Contains("${{"));
    }

    // .NET 8 is past its support: the machines of the host will not bring it for ever, and only Linux on x64 can do without.
    [Test]
    public void Net8_IsInstalled_WhereTestsRunOnIt()
    {
        var jobs = Jobs.Where(job => TextOf(job.Value).Contains(".ci/run", StringComparison.Ordinal)
            || TextOf(job.Value).Contains(".ci/net8", StringComparison.Ordinal)).ToList();

        Assert.That(jobs, Is.Not.Empty);
        foreach (var (name, job) in jobs)
        {
            Assert.That(TextOf(job), Does.Contain("8.0.x").And.Contains("10.0.x"), (string)name);
        }
    }

    private IEnumerable<KeyValuePair<object, object>> JobsWith(string text) =>
        Jobs.Where(job => TextOf(job.Value).Contains(text, StringComparison.Ordinal));

    private static string TextOf(object job) => new Serializer().Serialize(job);

    [GeneratedRegex(@"\.ci/[a-z0-9-]+")]
    private static partial Regex Script();

    [GeneratedRegex(@"^ +(- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
