using System.Text.Json;
using GrayFlags.Tool.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Command;

/// <summary>The verbs of the command that talk to a store, on a real one: the program as it is installed.</summary>
internal abstract class StoreCommandContract
{
    private string _document = "";

    protected Folder Folder { get; private set; } = null!;

    /// <summary>The address of the store, with its password.</summary>
    protected abstract string Address { get; }

    [SetUp]
    public void Begin()
    {
        _document = Guid.NewGuid().ToString("N");
        Folder = new Folder()
            .With("on.json", """{ "flags": { "checkout": true } }""")
            .With("off.json", """{ "flags": { "checkout": false } }""")
            .With("bad.json", """{ "flags": { "checkout": { "rules": { "r": { "segments": ["nobody"] } } } } }""")
            .With("base.json", """{ "segments": { "nobody": { "users": ["nemo"] } } }""")
            .With("address.txt", Address + "\n");
    }

    [TearDown]
    public void End() => Folder.Dispose();

    [Test]
    public void Document_IsPublishedShownAndTakenBack()
    {
        Assert.That(Run("publish", "on.json", "--by", "ann", "--reason", "first"), Is.EqualTo((0, $"{_document} is published as version 1\n", "")));
        Assert.That(Run("publish", "on.json", "--reason", "again").Output, Does.Contain("version 1 has this text already"));
        Assert.That(Run("publish", "off.json", "--by", "bob", "--reason", "second", "--expect", "1").ExitCode, Is.Zero);

        var late = Run("publish", "on.json", "--reason", "late", "--expect", "1");

        Assert.That(late.ExitCode, Is.EqualTo(1));
        Assert.That(late.Output, Does.Contain("not published: the store has version 2, by bob at 20").And.Contain(": second"));
        Assert.That(Run("revert", "1", "--by", "ann", "--reason", "back").ExitCode, Is.Zero);
        Assert.That(Run("show").Output, Is.EqualTo("{ \"flags\": { \"checkout\": true } }\n"));
        Assert.That(Run("show", "-n", "2").Output, Is.EqualTo("{ \"flags\": { \"checkout\": false } }\n"));
        var history = JsonDocument.Parse(Run("history", "--json").Output).RootElement.EnumerateArray().ToList();
        Assert.That(
            history.Select(static revision =>
                (revision.GetProperty("version").GetInt64(), revision.GetProperty("by").GetString(), revision.GetProperty("reason").GetString())),
            Is.EqualTo(new[] { (3L, "ann", "back"), (2, "bob", "second"), (1, "ann", "first") }));
        Assert.That(history[0].GetProperty("revertOf").GetInt64(), Is.EqualTo(1));
        Assert.That(Run("history", "--count", "1").Output, Does.Match("^3  20.*  ann  back \\(the text of version 1\\)\n$"));
    }

    [Test]
    public void Document_ThatWouldBeRefused_IsNotPublished()
    {
        var refused = Run("publish", "bad.json", "--reason", "a test");
        var besideIts = Run("publish", "bad.json", "--reason", "a test", "--base", "base.json", "--json");

        Assert.Multiple(() =>
        {
            Assert.That((refused.ExitCode, refused.Output), Is.EqualTo((1, $"{_document} is not published: it would be refused\n")));
            Assert.That(refused.Error, Does.Contain("nobody"));
            Assert.That(besideIts.ExitCode, Is.Zero);
            Assert.That(JsonDocument.Parse(besideIts.Output).RootElement.GetProperty("outcome").GetString(), Is.EqualTo("published"));
        });
    }

    // Apps that run would refuse it and stay where they are; those that start would serve it.
    [Test]
    public async Task Document_ThatChangesAStageThatHasBegun_IsPublishedByNobody()
    {
        Folder.With("begun.json", Rollout("""{ "name": "few", "percentage": 10, "hold": "05:00:00" }"""))
            .With("other.json", Rollout("""{ "name": "few", "percentage": 20, "hold": "05:00:00" }"""))
            .With("later.json", Rollout("""{ "name": "few", "percentage": 10, "hold": "05:00:00" }, { "name": "half", "percentage": 50 }"""));
        Assert.That(Run("publish", "begun.json", "--reason", "first").ExitCode, Is.Zero);
        var services = new ServiceCollection();
        AddTo(services.AddGrayFlags(), _document);
        await using var node = services.BuildServiceProvider();
        var rollouts = node.GetRequiredService<IGrayRollouts>();
        await Eventually(() => rollouts.GetStatus("checkout")?.Record is { Phase: RolloutPhase.Running, Revision: > 0 });

        var other = Run("publish", "other.json", "--reason", "a test");
        var here = await node.GetRequiredService<IGrayDocuments>().PublishAsync(
            _document, File.ReadAllBytes(Path.Combine(Folder.Path, "other.json")), new DocumentChange("ann", "a test", null));

        Assert.Multiple(() =>
        {
            Assert.That((other.ExitCode, other.Output), Is.EqualTo((1, $"{_document} is not published: it would be refused\n")));
            Assert.That(other.Error, Does.Contain("flags.checkout.rollout").And.Contain("its stage 'few', which has begun, may not change"));
            Assert.That((here.Outcome, here.Problems.Count), Is.EqualTo((PublishOutcome.Invalid, 1)));
            Assert.That(Run("publish", "later.json", "--reason", "a stage that has not begun").ExitCode, Is.Zero);
        });
    }

    [Test]
    public async Task Flag_ThatIsTurnedOff_IsOffForWhoReadsTheDocument()
    {
        Assert.That(Run("publish", "on.json", "--reason", "first").ExitCode, Is.Zero);
        using var node = GrayEvaluator.Create(builder => AddTo(builder, _document));
        await Eventually(() => node.IsEnabled("checkout"));

        Assert.That(Run("turn-off", "checkout", "--by", "ann", "--reason", "payments fail").Output, Is.EqualTo("checkout is turned off\n"));
        await Eventually(() => !node.IsEnabled("checkout"));
        Assert.That(node.TurnedOff.Single(), Has.Property("By").EqualTo("ann").And.Property("Reason").EqualTo("payments fail"));
        Assert.That(Run("show", "--nodes").Output, Does.Contain("version 1"));
        Assert.That(Run("turn-on", "CHECKOUT", "--reason", "mended").Output, Does.Contain("not turned off any more"));
        await Eventually(() => node.IsEnabled("checkout"));
    }

    [Test]
    public void Flags_ThatAreTurnedOff_AreShown_AndOneThatNoDocumentHasIsWarnedOf()
    {
        var early = Run("turn-off", "checkout", "--reason", "payments fail", "--by", "ann");
        Assert.That(Run("publish", "on.json", "--reason", "first").ExitCode, Is.Zero);
        var typo = Run("turn-off", "chekcout", "--reason", "a typo", "--by", "bob");

        var (shown, json) = (Run("show", "--off").Output, JsonDocument.Parse(Run("show", "--off", "--json").Output).RootElement);

        Assert.Multiple(() =>
        {
            Assert.That((early.ExitCode, early.Error), Is.EqualTo((0, $"grayflags: warning: the store has no document '{_document}'\n")));
            Assert.That((typo.ExitCode, typo.Output), Is.EqualTo((0, "chekcout is turned off\n")));
            Assert.That(typo.Error, Does.Contain($"warning: the document '{_document}' has no flag 'chekcout'"));
            Assert.That(shown, Does.Contain("checkout").And.Contain("ann").And.Contain("payments fail").And.Contain("chekcout"));
            Assert.That(
                json.EnumerateArray().Select(static flag => (flag.GetProperty("flag").GetString(), flag.GetProperty("by").GetString())),
                Is.EqualTo(new[] { ("checkout", "ann"), ("chekcout", "bob") }));
        });
    }

    [TestCase("Host=db;Password=xyzzy;Frobnicate=1")]
    [TestCase("Host=db;Pasword=xyzzy")]
    [TestCase("postgresql://app:xyzzy@db:port/shop")]
    [TestCase("postgresql://app:xyzzy@[db/shop")]
    [TestCase("postgresql://app:xyzzy@db/shop?sslmode=xyzzy")]
    [TestCase("redis://:xyzzy@db:port")]
    [TestCase("redis:db,password=xyzzy,frobnicate=1")]
    [TestCase("redis:db,pasword=xyzzy")]
    [TestCase("app:xyzzy@db")]
    public void Address_Malformed_IsRefusedWithoutItsSecret(string address)
    {
        var run = Folder.Run("show", "--document", _document, "--to", address);
        var file = Folder.With("bad.txt", address).Run("show", "--document", _document, "--to", "@bad.txt");

        Assert.That((run.ExitCode, file.ExitCode), Is.EqualTo((2, 2)));
        Assert.That(run.Error + run.Output + file.Error + file.Output, Does.Not.Contain("xyzzy"));
    }

    [Test]
    public void Address_FromTheEnvironment_IsTheDefault()
    {
        var run = Grayflags.Run(Folder.Path, "", [new("GRAYFLAGS_CONNECTION", Address)], "history", "--document", _document);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, $"grayflags: the store has no document '{_document}'\n")));
    }

    /// <summary>Makes an evaluator follow the document.</summary>
    protected abstract void AddTo(IGrayFlagsBuilder builder, string document);

    private static string Rollout(string stages) => $$"""
        { "flags": { "checkout": { "rollout": { "id": "1", "stages": [{{stages}}, { "name": "all", "percentage": 100 }],
            "guards": { "errors": { "metric": "error" } } } } } }
        """;

    private static async Task Eventually(Func<bool> isSo)
    {
        for (var waited = 0; !isSo(); waited++)
        {
            Assert.That(waited, Is.LessThan(3_000), "it has not come to that in a minute");
            await Task.Delay(20);
        }
    }

    protected (int ExitCode, string Output, string Error) Run(params string[] args)
    {
        var run = Folder.Run([.. args, "--document", _document, "--to", "@address.txt"]);
        return (run.ExitCode, run.Output, run.Error);
    }
}
