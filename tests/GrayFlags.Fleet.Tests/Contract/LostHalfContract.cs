using System.Text;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using GrayFlags.Tool.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

/// <summary>
/// The promises of an engine about a document of which one half is lost, by eviction, a partial restore or a hand: it is damage, never "nothing there", and
/// whoever writes goes on above its number.
/// </summary>
internal abstract class LostHalfContract
{
    private static readonly DocumentChange Change = new("ann", "a test", null);

    private readonly List<ServiceProvider> _nodes = [];
    private RecordingLoggerFactory _logs = null!;
    private IDocumentStore _store = null!;
    private string _name = "";

    [SetUp]
    public void Begin() => (_name, _store, _logs) = (Guid.NewGuid().ToString("N"), Open(), new RecordingLoggerFactory());

    [TearDown]
    public async Task EndAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _nodes.Clear();
        await ((IAsyncDisposable)_store).DisposeAsync();
    }

    /// <summary>The address of the store, with its password.</summary>
    protected abstract string Address { get; }

    protected abstract IDocumentStore Open();

    /// <summary>Makes a node use the store.</summary>
    protected abstract void AddStore(IGrayFlagsBuilder builder, string document);

    /// <summary>Takes one half of a document away, by other means than the library's.</summary>
    protected abstract Task LoseAsync(string name, LostHalf half);

    [Test]
    public async Task Version_IsDamage_AndTheNextOneGoesAboveIt([Values] LostHalf half)
    {
        await _store.WriteAsync(Version(1), 0, default);
        await _store.WriteAsync(Version(2), 1, default);
        await LoseAsync(_name, half);

        foreach (var call in new Func<Task>[]
        {
            () => _store.ReadLatestAsync(_name, default),
            () => _store.ReadAsync(_name, null, default),
            () => _store.WriteAsync(Version(1), 0, default),
            () => _store.WriteAsync(Version(9), 8, default),
        })
        {
            Assert.That(call, Throws.InstanceOf<InvalidDataException>().With.Message.Contains($"Version 2 of the document '{_name}'"));
        }

        Assert.That((await _store.ReadHistoryAsync(_name, long.MaxValue, 1, default)).Single().Version, Is.EqualTo(2));
        Assert.That((await _store.WriteAsync(Version(3), 2, default)).IsWritten);
        Assert.That((await _store.ReadLatestAsync(_name, default))?.Version, Is.EqualTo(3));
        Assert.That((await _store.ReadAsync(_name, null, default))?.Utf8Json.Length, Is.EqualTo(64));
        Assert.That((await _store.WriteAsync(Version(1), 0, default)).Current?.Version, Is.EqualTo(3), "it is an ordinary conflict again");
        Assert.That((await _store.WriteAsync(Version(4), 3, default)).IsWritten);
    }

    [Test]
    public async Task Version_WithoutAHistory_IsReplaced([Values] LostHalf half)
    {
        await _store.ReplaceAsync(Version(1), 0, default);
        await LoseAsync(_name, half);

        Assert.That(() => _store.ReadLatestAsync(_name, default), Throws.InstanceOf<InvalidDataException>());
        Assert.That((await _store.ReplaceAsync(Version(2), 1, default)).IsWritten);
        Assert.That((await _store.ReadAsync(_name, null, default))?.Version, Is.EqualTo(2));
    }

    [TestCase(LostHalf.NewestText, false)]
    [TestCase(LostHalf.Texts, false)]
    [TestCase(LostHalf.NewestRevision, true)]
    [TestCase(LostHalf.Revisions, true)]
    public async Task Text_ThatIsThere_IsRead(LostHalf half, bool isThere)
    {
        await _store.WriteAsync(Version(1), 0, default);
        await _store.WriteAsync(Version(2), 1, default);
        await LoseAsync(_name, half);

        if (isThere)
        {
            Assert.That((await _store.ReadAsync(_name, 2, default))?.Utf8Json.Length, Is.EqualTo(64));
        }
        else
        {
            Assert.That(() => _store.ReadAsync(_name, 2, default), Throws.InstanceOf<InvalidDataException>());
        }

        Assert.That(await _store.ReadAsync(_name, 3, default), Is.Null);
    }

    [Test]
    public async Task Nodes_GoOnAndSaySo_UntilItIsPublishedAgain([Values] LostHalf half)
    {
        var one = Start("node-1");
        await PublishAsync(one, isOn: true);
        await Eventually.TrueAsync(() => IsOn(one), "it is live");
        await LoseAsync(_name, half);

        var other = Start("node-2");
        await Eventually.TrueAsync(() => Rules(one).Status.State == GrayFlagsState.Degraded, "it is noticed");
        await Eventually.TrueAsync(() => SourceOf(other).State == ProviderState.Unavailable, "it is noticed by a node that starts");
        Assert.That(IsOn(one), "the rules go on serving");
        Assert.That(new[] { one, other }.Select(node => SourceOf(node).Reason), Has.All.Contains("Version 1 of the document"));
        Assert.That(_logs.Entries.Select(static entry => entry.Message), Has.Some.Contains("Version 1 of the document"));

        // Of a text that cannot be compared nobody knows that it is the same.
        Assert.That(await PublishAsync(other, isOn: true), Is.EqualTo((PublishOutcome.Published, 2L)));
        await Eventually.TrueAsync(() => IsOn(other), "it is live on the other one, too");
        await Eventually.TrueAsync(() => _nodes.TrueForAll(node => Rules(node).Status.State == GrayFlagsState.Ready), "all is well again");
    }

    [Test]
    public async Task Revert_GoesOnAboveItsNumber()
    {
        var node = Start("node-1");
        await PublishAsync(node, isOn: true);
        await PublishAsync(node, isOn: false);
        await LoseAsync(_name, LostHalf.NewestText);
        var documents = node.GetRequiredService<IGrayDocuments>();

        var late = await documents.RevertAsync(_name, 1, Change with { ExpectedVersion = 1 });
        var back = await documents.RevertAsync(_name, 1, Change with { ExpectedVersion = 2 });

        Assert.That((late.Outcome, late.Version, late.Latest?.Version), Is.EqualTo((PublishOutcome.Conflict, 2, 2)));
        Assert.That((back.Outcome, back.Version), Is.EqualTo((PublishOutcome.Published, 3)));
    }

    [Test]
    public async Task KillSwitch_IsWrittenAgainByANodeThatKnowsIt([Values] LostHalf half)
    {
        var one = Start("node-1");
        await Rules(one).TurnOffAsync("checkout", "ann", "errors");
        var known = (await _store.ReadLatestAsync(_name + ".off", default))!.Version;
        await LoseAsync(_name + ".off", half);

        var mended = await Eventually.AnswersAsync(() => _store.ReadLatestAsync(_name + ".off", default), "it is whole again");
        Assert.That(mended?.Version, Is.EqualTo(known + 1));

        var other = Start("node-2");
        await Eventually.TrueAsync(() => Rules(other).TurnedOff.Any(), "a node that starts obeys it");
        Assert.That(_logs.Entries.Select(static entry => entry.EventId.Id), Has.Some.EqualTo(260));
        Assert.That(await Rules(other).TurnOnAsync("checkout", "bob", "mended"), Is.True);
    }

    [Test]
    public async Task KillSwitch_ThatNoNodeKnows_IsObeyedAsFarAsItCanBeRead_AndReplaced([Values] LostHalf half)
    {
        var earlier = Start("node-0");
        await Rules(earlier).TurnOffAsync("old", "ann", "errors");
        await Rules(earlier).TurnOffAsync("new", "ann", "errors");
        await earlier.DisposeAsync();
        _nodes.Clear();
        var latest = (await _store.ReadLatestAsync(_name + ".off", default))!.Version;
        await LoseAsync(_name + ".off", half);
        string[] known = half switch
        {
            LostHalf.Texts => [],
            LostHalf.NewestText => ["old"],
            _ => ["old", "new"],
        };

        var node = Start("node-1");
        await Eventually.TrueAsync(
            () => known.All(flag => Rules(node).TurnedOff.Any(entry => entry.Flag == flag)), "what can be read is obeyed by a node that starts");
        await Rules(node).TurnOffAsync("third", "ann", "errors");

        Assert.That(Rules(node).TurnedOff.Select(static flag => flag.Flag), Is.SupersetOf([.. known, "third"]));
        Assert.That((await _store.ReadLatestAsync(_name + ".off", default))?.Version, Is.GreaterThan(latest));
        Assert.That(await Rules(node).TurnOnAsync("third", "ann", "mended"), Is.True);
    }

    [Test]
    public void Command_SaysWhatIsThere_AndGoesOn([Values] LostHalf half)
    {
        using var folder = new Folder().With("on.json", """{ "flags": { "checkout": true } }""").With("address.txt", Address + "\n");
        (int ExitCode, string Output, string Error) Run(params string[] arguments)
        {
            var run = folder.Run([.. arguments, "--document", _name, "--to", "@address.txt"]);
            return (run.ExitCode, run.Output, run.Error);
        }

        Assert.That(Run("publish", "on.json", "--reason", "first").ExitCode, Is.Zero);
        Assert.That(Run("turn-off", "checkout", "--reason", "errors").ExitCode, Is.Zero);
        LoseAsync(_name, half).GetAwaiter().GetResult();
        LoseAsync(_name + ".off", half).GetAwaiter().GetResult();

        var (shown, off, history) = (Run("show"), Run("show", "--off"), Run("history"));
        var turnedOff = Run("turn-off", "basket", "--reason", "errors");
        var turnedOn = Run("turn-on", "basket", "--reason", "mended");
        var published = Run("publish", "on.json", "--reason", "again", "--expect", "1");

        Assert.Multiple(() =>
        {
            Assert.That((shown.ExitCode, history.ExitCode), Is.EqualTo((2, 0)));
            Assert.That(shown.Error, Does.StartWith($"grayflags: Version 1 of the document '{_name}' in the store is damaged"));
            Assert.That(off.ExitCode, Is.EqualTo(2));
            Assert.That(off.Error, Does.Contain($"'{_name}.off' in the store is damaged"));
            Assert.That(history.Output, Does.StartWith("1 "));
            Assert.That((turnedOff.ExitCode, turnedOff.Output), Is.EqualTo((0, "basket is turned off\n")));
            Assert.That(turnedOff.Error, Does.Contain($"warning: Version 1 of the document '{_name}' in the store is damaged"));
            Assert.That(turnedOn.ExitCode, Is.Zero);
            Assert.That(published.Output, Is.EqualTo($"{_name} is published as version 2\n"));
            Assert.That(Run("show").ExitCode, Is.Zero);
        });
    }

    private static GrayEvaluator Rules(IServiceProvider node) => node.GetRequiredService<GrayEvaluator>();

    private static bool IsOn(IServiceProvider node) => Rules(node).IsEnabled("checkout");

    private ProviderStatus SourceOf(IServiceProvider node) => Rules(node).Status.Providers.Single(provider => provider.Name == "store:" + _name);

    private StoredDocument Version(long version) => new(_name, version, default, "guo", "because", Samples.Bytes(64));

    private async Task<(PublishOutcome Outcome, long Version)> PublishAsync(IServiceProvider node, bool isOn)
    {
        var text = Encoding.UTF8.GetBytes($$"""{ "flags": { "checkout": {{(isOn ? "true" : "false")}} } }""");
        var result = await node.GetRequiredService<IGrayDocuments>().PublishAsync(_name, text, Change);
        return (result.Outcome, result.Version);
    }

    private ServiceProvider Start(string name)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logs);
        AddStore(services.AddGrayFlags(options => options.InstanceName = name), _name);
        services.Configure<StoredRuleProviderOptions>(_name, options => options.PollInterval = StoredRuleProviderOptions.MinPollInterval);
        var node = services.BuildServiceProvider();
        node.GetRequiredService<IGrayEvaluator>();
        _nodes.Add(node);
        return node;
    }
}
