using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

public abstract partial class DocumentStoreContract
{
    [Test]
    public async Task History_Versions_NewestFirstInPages()
    {
        var store = await OpenOneAsync();
        await WriteAsync(store, 5);

        var newest = await store.ReadHistoryAsync(_name, long.MaxValue, 2, Bound);
        var older = await store.ReadHistoryAsync(_name, newest[^1].Version, 2, Bound);
        var oldest = await store.ReadHistoryAsync(_name, older[^1].Version, 2, Bound);
        var before = await store.ReadHistoryAsync(_name, 1, 2, Bound);

        Assert.That(newest.Select(revision => revision.Version), Is.EqualTo(new[] { 5L, 4L }));
        Assert.That(older.Select(revision => revision.Version), Is.EqualTo(new[] { 3L, 2L }));
        Assert.That(oldest.Select(revision => (revision.Version, revision.By, revision.Reason, revision.Length)),
            Is.EqualTo(new[] { (1L, "guo", "because", 64) }));
        Assert.That(before, Is.Empty);
        Assert.That(newest[0].At, Is.GreaterThanOrEqualTo(newest[1].At));
    }

    // 500 versions at least, and all of 90 days.
    [Test]
    public async Task History_OldVersions_TheNewest500Kept()
    {
        var store = await OpenOneAsync();
        await WriteAsync(store, 502);
        var young = await store.ReadHistoryAsync(_name, long.MaxValue, int.MaxValue, Bound);
        await AgeAsync(TimeSpan.FromDays(91));

        await store.WriteAsync(Document(503), 502, Bound);
        var history = await store.ReadHistoryAsync(_name, long.MaxValue, int.MaxValue, Bound);

        Assert.That(young, Has.Count.EqualTo(502));
        Assert.That((history.Count, history[0].Version, history[^1].Version), Is.EqualTo((500, 503L, 4L)));
        Assert.That(await store.ReadAsync(_name, 3, Bound), Is.Null);
        AssertSame(await store.ReadAsync(_name, 4, Bound), Document(4));
    }

    // For what is written every hour by every instance.
    [Test]
    public async Task Replaced_OnlyTheNewestKept()
    {
        IDocumentStore[] stores = [await OpenOneAsync(), await OpenOneAsync()];
        await WriteAsync(stores[0], 3);

        for (var version = 4; version < 60; version++)
        {
            var write = await stores[version % 2].ReplaceAsync(Document(version, reason: $"number {version}"), version - 1, Bound);
            Assert.That((write.IsWritten, write.Current!.Reason), Is.EqualTo((true, $"number {version}")));
        }

        Assert.That(
            (await stores[0].ReadHistoryAsync(_name, long.MaxValue, int.MaxValue, Bound)).Select(revision => revision.Version), Is.EqualTo(new[] { 59L }));
        AssertSame(await stores[0].ReadAsync(_name, null, Bound), Document(59, reason: "number 59"));
        Assert.That(await stores[0].ReadAsync(_name, 58, Bound), Is.Null);
    }

    [Test]
    public async Task Replaced_OtherExpectedVersion_NotWrittenAndTheLatestReturned()
    {
        var store = await OpenOneAsync();
        var first = await store.ReplaceAsync(Document(1), 0, Bound);
        var none = await store.ReplaceAsync(Document(2, reason: "other"), 0, Bound);
        var newer = await store.ReplaceAsync(Document(4, reason: "other"), 3, Bound);

        Assert.That((first.IsWritten, none.IsWritten, newer.IsWritten), Is.EqualTo((true, false, false)));
        AssertSame(none.Current, Document(1));
        AssertSame(await store.ReadAsync(_name, null, Bound), Document(1));
        Assert.That(() => store.ReplaceAsync(Document(1), 1, Bound), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public async Task Members_Joined_InOrderOfTheirNames()
    {
        var store = await OpenOneAsync();
        await store.JoinAsync(_name, new DocumentMember("b", 1, 2, "1.0.0"), Bound);
        await (await OpenOneAsync()).JoinAsync(_name, new DocumentMember("a", 0, 3, "1.0.0"), Bound);
        await store.JoinAsync(_name, new DocumentMember("B", long.MaxValue, 4, "2.0.0-preview.1"), Bound);
        await store.JoinAsync(_name, new DocumentMember(Samples.Odd, 1, 4, "1"), Bound);
        await store.JoinAsync(_name, new DocumentMember("b", 7, 5, "3.0.0", Samples.Noon), Bound);

        var members = await store.ReadMembersAsync(_name, Bound);

        Assert.That(members.Select(member => member with { SeenAt = default }), Is.EqualTo(new[]
        {
            new DocumentMember("B", long.MaxValue, 4, "2.0.0-preview.1"), new DocumentMember("a", 0, 3, "1.0.0"), new DocumentMember("b", 7, 5, "3.0.0"),
            new DocumentMember(Samples.Odd, 1, 4, "1"),
        }));
        Assert.That(members.Select(member => member.SeenAt), Is.All.GreaterThan(DateTimeOffset.MinValue).And.All.Not.EqualTo(Samples.Noon));
    }

    [Test]
    public async Task Members_OfAnotherDocument_NotSeen()
    {
        var store = await OpenOneAsync();
        await store.JoinAsync(_name + "x", new DocumentMember("a", 1, 1, "1.0.0"), Bound);

        Assert.That(await store.ReadMembersAsync(_name, Bound), Is.Empty);
    }

    [Test]
    public async Task Members_SilentForAMinute_Forgotten()
    {
        var store = await OpenOneAsync();
        await store.JoinAsync(_name, new DocumentMember("silent", 1, 1, "1.0.0"), Bound);
        await store.JoinAsync(_name, new DocumentMember("loud", 1, 1, "1.0.0"), Bound);
        await AgeAsync(TimeSpan.FromSeconds(61));

        await store.JoinAsync(_name, new DocumentMember("loud", 2, 1, "1.0.0"), Bound);
        var members = await store.ReadMembersAsync(_name, Bound);

        Assert.That(members.Select(member => (member.Node, member.Serving)), Is.EqualTo(new[] { ("loud", 2L) }));
    }

    [Test]
    public async Task Watch_VersionOfAnotherInstance_Heard()
    {
        var (reader, writer, ear) = (await OpenOneAsync(), await OpenOneAsync(), new Ear());
        using var watch = reader.Watch(_name, ear.Changed);
        var version = 0L;

        Assert.That(await ear.HearsAsync(() => writer.WriteAsync(Document(++version), version - 1, Bound)));
    }

    [Test]
    public async Task Watch_Ended_NotCalled()
    {
        var (store, ended, ear) = (await OpenOneAsync(), new Ear(), new Ear());
        using var watch = store.Watch(_name, ear.Changed);
        var first = store.Watch(_name, ended.Changed);
        var version = 0L;
        Assert.That(await ear.HearsAsync(() => store.WriteAsync(Document(++version), version - 1, Bound)));
        first.Dispose();
        first.Dispose();
        ended.Forget();

        Assert.That(await ear.HearsAsync(() => store.WriteAsync(Document(++version), version - 1, Bound)));
        Assert.That(await ended.HearsAsync(TimeSpan.Zero), Is.False);
    }

    private static void AssertSame(StoredDocument? actual, StoredDocument expected)
    {
        Assert.That(actual, Is.Not.Null);
        Assert.That(actual! with { At = default, Utf8Json = default }, Is.EqualTo(expected with { At = default, Utf8Json = default }));
        Assert.That(actual.Utf8Json.ToArray(), Is.EqualTo(expected.Utf8Json.ToArray()));
    }

    private async Task<IDocumentStore> OpenOneAsync()
    {
        var store = await OpenAsync();
        _opened.Add(store);
        return store;
    }

    private async Task AgeAsync(TimeSpan by)
    {
        if (!await AgeAsync(_name, by))
        {
            Assert.Inconclusive("This engine's time cannot be moved.");
        }
    }

    private async Task WriteAsync(IDocumentStore store, int versions)
    {
        for (var version = 1; version <= versions; version++)
        {
            Assert.That((await store.WriteAsync(Document(version), version - 1, Bound)).IsWritten);
        }
    }

    private StoredDocument Document(long version, string by = "guo", string reason = "because", int length = 64, long? revertOf = null) =>
        new(_name, version, Samples.Noon, by, reason, Samples.Bytes(length), revertOf);
}
