using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

/// <summary>Everything that <see cref="IDocumentStore"/> promises, for the stores of any engine.</summary>
public abstract partial class DocumentStoreContract
{
    private readonly List<IDocumentStore> _opened = [];
    private string _name = "";

    /// <summary>Opens the engine's store: another instance of its client where there is one.</summary>
    protected abstract Task<IDocumentStore> OpenAsync();

    /// <summary>Makes everything that is stored under a name older.</summary>
    /// <returns>False when the engine has no way to do it; the tests of ages are then inconclusive.</returns>
    protected abstract Task<bool> AgeAsync(string name, TimeSpan by);

    [SetUp]
    public void SetName() => _name = $"{GetType().Name} {TestContext.CurrentContext.Test.ID} {Guid.NewGuid():N}";

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var store in _opened)
        {
            await (store is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask);
        }

        _opened.Clear();
    }

    private static CancellationToken Bound => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Document_NothingWritten_None()
    {
        var store = await OpenOneAsync();

        Assert.That(await store.ReadLatestAsync(_name, Bound), Is.Null);
        Assert.That(await store.ReadAsync(_name, null, Bound), Is.Null);
        Assert.That(await store.ReadAsync(_name, 1, Bound), Is.Null);
        Assert.That(await store.ReadHistoryAsync(_name, long.MaxValue, 10, Bound), Is.Empty);
        Assert.That(await store.ReadMembersAsync(_name, Bound), Is.Empty);
    }

    [Test]
    public async Task Document_Written_ReadWholeByAnotherInstance()
    {
        var store = await OpenOneAsync();
        var document = Document(1, by: Samples.Odd, reason: Samples.Odd + Samples.Odd);

        var write = await store.WriteAsync(document, 0, Bound);
        var read = await (await OpenOneAsync()).ReadAsync(_name, null, Bound);
        var latest = await (await OpenOneAsync()).ReadLatestAsync(_name, Bound);

        Assert.That(write.IsWritten);
        AssertSame(write.Current, document);
        AssertSame(read, document);
        Assert.That(write.Current!.At, Is.Not.EqualTo(document.At), "the store's own time counts");
        Assert.That(read!.At, Is.EqualTo(write.Current.At));
        Assert.That(latest, Is.EqualTo(new DocumentRevision(1, read.At, document.By, document.Reason, document.Utf8Json.Length)));
    }

    [TestCase(0)]
    [TestCase(1 << 20)]
    public async Task Document_Text_Unchanged(int length)
    {
        var store = await OpenOneAsync();

        await store.WriteAsync(Document(1, length: length), 0, Bound);

        Assert.That((await store.ReadAsync(_name, 1, Bound))!.Utf8Json.Span.SequenceEqual(Samples.Bytes(length)));
        Assert.That((await store.ReadLatestAsync(_name, Bound))!.Length, Is.EqualTo(length));
    }

    [TestCase("灰度.off")]
    [TestCase(" x ")]
    [TestCase("{a}:*'\"\\")]
    [TestCase("\U0001F600")]
    public async Task Document_OddName_IsItsOwn(string odd)
    {
        var store = await OpenOneAsync();
        var name = odd + _name;
        var upper = name.ToUpperInvariant();

        await store.WriteAsync(Document(1) with { Name = name }, 0, Bound);

        Assert.That((await store.ReadAsync(name, null, Bound))!.Name, Is.EqualTo(name));
        Assert.That(await store.ReadLatestAsync(upper, Bound), Is.Null, "a name is compared as it is written");
        Assert.That(await store.ReadLatestAsync(name + " ", Bound), Is.Null);
    }

    [Test]
    public async Task Document_LongestName_Kept()
    {
        var store = await OpenOneAsync();
        var name = (_name + new string('灰', 200))[..200];

        await store.WriteAsync(Document(1) with { Name = name }, 0, Bound);

        Assert.That(await store.ReadLatestAsync(name, Bound), Is.Not.Null);
    }

    [Test]
    public async Task Document_VersionsRise_WithGaps()
    {
        var store = await OpenOneAsync();

        await store.WriteAsync(Document(5), 0, Bound);
        var second = await store.WriteAsync(Document(long.MaxValue, revertOf: 5), 5, Bound);

        Assert.That(second.IsWritten);
        AssertSame(await store.ReadAsync(_name, null, Bound), Document(long.MaxValue, revertOf: 5));
        AssertSame(await store.ReadAsync(_name, 5, Bound), Document(5));
        Assert.That(await store.ReadAsync(_name, 6, Bound), Is.Null);
        Assert.That((await store.ReadLatestAsync(_name, Bound))!.RevertOf, Is.EqualTo(5));
    }

    [TestCase(3)]
    [TestCase(2)]
    public async Task Document_VersionNotAboveTheExpected_Refused(long version)
    {
        var store = await OpenOneAsync();
        await store.WriteAsync(Document(3), 0, Bound);

        Assert.That(() => store.WriteAsync(Document(version, reason: "again"), 3, Bound), Throws.InstanceOf<ArgumentException>());
        Assert.That((await store.ReadLatestAsync(_name, Bound))!.Version, Is.EqualTo(3));
    }

    [Test]
    public async Task Document_OtherExpectedVersion_NotWrittenAndTheLatestReturned()
    {
        var store = await OpenOneAsync();
        await store.WriteAsync(Document(1), 0, Bound);
        await store.WriteAsync(Document(2, reason: "second"), 1, Bound);

        var none = await store.WriteAsync(Document(1, reason: "other"), 0, Bound);
        var older = await store.WriteAsync(Document(2, reason: "other"), 1, Bound);
        var newer = await store.WriteAsync(Document(4, reason: "other"), 3, Bound);

        Assert.That(new[] { none, older, newer }.Select(write => write.IsWritten), Is.All.False);
        Assert.That(new[] { none, older, newer }.Select(write => (write.Current!.Version, write.Current.Reason)), Is.All.EqualTo((2L, "second")));
        Assert.That(older.Current!.Utf8Json.ToArray(), Is.EqualTo(Document(2).Utf8Json.ToArray()));
        Assert.That(await store.ReadHistoryAsync(_name, long.MaxValue, 10, Bound), Has.Count.EqualTo(2));
    }

    // A store that has lost a document does not pretend that it has the version before.
    [Test]
    public async Task Document_ExpectedOneButThereIsNone_NotWritten()
    {
        var write = await (await OpenOneAsync()).WriteAsync(Document(4), 3, Bound);

        Assert.That((write.IsWritten, write.Current), Is.EqualTo((false, (StoredDocument?)null)));
    }

    // The answer was lost.
    [Test]
    public async Task Document_WrittenTwice_IsOneVersion()
    {
        var store = await OpenOneAsync();
        await store.WriteAsync(Document(1), 0, Bound);
        var first = await store.WriteAsync(Document(2), 1, Bound);

        var again = await store.WriteAsync(Document(2), 1, Bound);

        AssertSame(again.Current, Document(2));
        Assert.That(again.Current!.At, Is.EqualTo(first.Current!.At));
        Assert.That(await store.ReadHistoryAsync(_name, long.MaxValue, 10, Bound), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Document_FiftyWriters_ExactlyOneWinsEachVersion()
    {
        const int Writers = 50;
        const int Rounds = 3;
        IDocumentStore[] stores = [await OpenOneAsync(), await OpenOneAsync()];
        for (var version = 0; version < Rounds; version++)
        {
            var writes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
                Task.Run(() => stores[writer % 2].WriteAsync(Document(version + 1, by: $"writer {writer}"), version, Bound))));

            var winner = writes.Single(write => write.IsWritten).Current!;
            Assert.That(writes.Select(write => (write.Current!.By, write.Current.Version)), Is.All.EqualTo((winner.By, version + 1L)));
        }

        Assert.That((await stores[0].ReadHistoryAsync(_name, long.MaxValue, 10, Bound)).Select(revision => revision.Version), Is.EqualTo(new[] { 3L, 2L, 1L }));
    }
}
