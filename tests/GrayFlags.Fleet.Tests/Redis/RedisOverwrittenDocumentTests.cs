using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>Versions and instances that somebody else has written to Redis: everything that can be read is.</summary>
internal sealed class RedisOverwrittenDocumentTests
{
    private const string Two = "0000000000000000002";

    private static readonly CancellationToken None = CancellationToken.None;

    private string _name = "";

    private static IDatabase Database => RedisSetUp.Connection.GetDatabase();

    private string Start => $"grayflags:{{{_name}}}:document:";

    [SetUp]
    public void SetName() => _name = Guid.NewGuid().ToString("N");

    [TestCase("")]
    [TestCase(" ")]
    [TestCase(" 0001764482000000 {")]
    [TestCase(" 0001764482000000 { \"by\": null }")]
    [TestCase(" infinity         { \"version\": 2, \"by\": \"guo\", \"reason\": \"\", \"length\": 2 }")]
    public async Task Revision_WhoseAuthorCannotBeRead_IsServedAllTheSame(string rest)
    {
        await using var store = await TwoVersionsAsync();
        await Database.SortedSetRemoveRangeByValueAsync(Start + "revisions", Two, Two + "~");
        await Database.SortedSetAddAsync(Start + "revisions", Two + rest, 0);

        Assert.That((await store.ReadLatestAsync(_name, None))?.Version, Is.EqualTo(2));
        Assert.That((await store.ReadAsync(_name, null, None))?.Utf8Json.Length, Is.EqualTo(2));
        var history = await store.ReadHistoryAsync(_name, long.MaxValue, 9, None);
        Assert.That(history.Select(static revision => revision.Version), Is.EqualTo(new[] { 2, 1 }));
        Assert.That((history[0].By, history[1].By), Is.EqualTo(("?", "guo")));
        Assert.That(history[0].Reason, Does.Contain("cannot be read"));
        Assert.That((await store.WriteAsync(RedisSamples.Document(_name, 3), 2, None)).IsWritten);
    }

    [TestCase("zzz")]
    [TestCase("")]
    [TestCase("\u00e4")]
    public async Task Revision_OfNobody_IsNone(string member)
    {
        await using var store = await TwoVersionsAsync();
        await Database.SortedSetAddAsync(Start + "revisions", member, 0);

        Assert.That((await store.ReadLatestAsync(_name, None))?.Version, Is.EqualTo(2));
        Assert.That((await store.ReadAsync(_name, null, None))?.Version, Is.EqualTo(2));
        Assert.That((await store.WriteAsync(RedisSamples.Document(_name, 3), 2, None)).IsWritten);
        Assert.That(await store.ReadHistoryAsync(_name, long.MaxValue, 9, None), Has.Count.EqualTo(3));
    }

    [TestCase("7")]
    [TestCase("9999999999999999999 0001764482000000 {}")]
    [TestCase("12345678901234567890")]
    public async Task Revision_WithoutANumber_IsNamedWithWhatToDo(string member)
    {
        await using var store = await TwoVersionsAsync();
        await Database.SortedSetAddAsync(Start + "revisions", member, 0);

        Assert.That(
            () => store.ReadLatestAsync(_name, None),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(Start + "revisions").And.Message.Contains("Remove"));
    }

    [TestCase("{")]
    [TestCase("")]
    [TestCase("{ \"node\": null }")]
    [TestCase("null")]
    public async Task Member_Damaged_TheOthersAreRead(string value)
    {
        await using var store = await TwoVersionsAsync();
        await store.JoinAsync(_name, new DocumentMember("damaged", 1, 1, "1"), None);
        await store.JoinAsync(_name, new DocumentMember("whole", 1, 1, "1"), None);
        await Database.HashSetAsync(Start + "members", "damaged", value);

        Assert.That((await store.ReadMembersAsync(_name, None)).Select(static member => member.Node), Is.EqualTo(new[] { "whole" }));
    }

    [TestCase(double.PositiveInfinity)]
    [TestCase(1e300)]
    [TestCase(-1e300)]
    public async Task TimeOfAMember_TheOthersAreRead_AndItGoes(double time)
    {
        await using var store = await TwoVersionsAsync();
        await store.JoinAsync(_name, new DocumentMember("damaged", 1, 1, "1"), None);
        await store.JoinAsync(_name, new DocumentMember("whole", 1, 1, "1"), None);
        await Database.SortedSetAddAsync(Start + "members:seen", "damaged", time);

        var members = await store.ReadMembersAsync(_name, None);
        await store.JoinAsync(_name, new DocumentMember("whole", 2, 1, "1"), None);

        Assert.That(members.Select(static member => member.Node), Is.EqualTo(new[] { "whole" }));
        Assert.That(await Database.HashLengthAsync(Start + "members"), Is.EqualTo(1));
    }

    private async Task<RedisDocumentStore> TwoVersionsAsync()
    {
        var store = new RedisDocumentStore(RedisSetUp.Connection, RedisSetUp.OptionsOf("any"));
        await store.WriteAsync(RedisSamples.Document(_name, 1), 0, None);
        await store.WriteAsync(RedisSamples.Document(_name, 2), 1, None);
        return store;
    }
}
