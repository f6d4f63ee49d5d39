using System.Globalization;
using GrayFlags.Fleet.Tests.Contract;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>The rollouts on Redis keep the contract of all engines.</summary>
[TestFixture]
public sealed class RedisRolloutLogContractTests : RolloutLogContract
{
    protected override Task<IRolloutLog> OpenAsync(string name) =>
        Task.FromResult<IRolloutLog>(new RedisRolloutLog(RedisSetUp.NextConnection(), RedisSetUp.OptionsOf(name)));

    // Entries are put back into the stream under their ids, with another time.
    protected override async Task<bool> AgeAsync(string name, TimeSpan by)
    {
        var database = RedisSetUp.Connection.GetDatabase();
        var log = $"grayflags:{{{name}}}:rollouts:log";
        var entries = await database.StreamRangeAsync(log);
        await database.KeyDeleteAsync(log);
        foreach (var entry in entries)
        {
            var older = entry.Values.Select(field => field.Name == "t" ? new NameValueEntry("t", (long)field.Value - (by.Ticks / 10)) : field);
            await database.StreamAddAsync(log, [.. older], entry.Id);
        }

        return true;
    }

    protected override Task<bool> LoseLogAsync(string name) => RedisSetUp.Connection.GetDatabase().KeyDeleteAsync($"grayflags:{{{name}}}:rollouts:log");

    protected override async Task MoveEndAsync(string name, long by)
    {
        var database = RedisSetUp.Connection.GetDatabase();
        var log = $"grayflags:{{{name}}}:rollouts:log";
        var last = long.Parse(((string)(await database.StreamInfoAsync(log)).LastGeneratedId!)[2..], CultureInfo.InvariantCulture);
        await database.ExecuteAsync("XSETID", log, FormattableString.Invariant($"0-{last + by}"));
    }
}

/// <summary>The documents on Redis keep the contract of all engines.</summary>
[TestFixture]
public sealed class RedisDocumentStoreContractTests : DocumentStoreContract
{
    protected override Task<IDocumentStore> OpenAsync() =>
        Task.FromResult<IDocumentStore>(new RedisDocumentStore(RedisSetUp.NextConnection(), RedisSetUp.OptionsOf("default")));

    protected override async Task<bool> AgeAsync(string name, TimeSpan by)
    {
        var database = RedisSetUp.Connection.GetDatabase();
        var microseconds = by.Ticks / 10;
        var revisions = $"grayflags:{{{name}}}:document:revisions";
        var stored = await database.SortedSetRangeByRankAsync(revisions);
        await database.KeyDeleteAsync(revisions);
        await database.SortedSetAddAsync(revisions, [.. stored.Select(revision => new SortedSetEntry(Older(revision.ToString(), microseconds), 0))]);

        var members = $"grayflags:{{{name}}}:document:members:seen";
        foreach (var member in await database.SortedSetRangeByRankAsync(members))
        {
            await database.SortedSetDecrementAsync(members, member, microseconds);
        }

        return true;
    }

    // Version in 19 digits, blank, time in 16.
    private static string Older(string revision, long microseconds) => string.Concat(
        revision.AsSpan(0, 20),
        (long.Parse(revision.AsSpan(20, 16), CultureInfo.InvariantCulture) - microseconds).ToString("D16", CultureInfo.InvariantCulture),
        revision.AsSpan(36));
}
