using GrayFlags.Fleet.Tests.Contract;
using NUnit.Framework;
using StackExchange.Redis;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>Keys that somebody has overwritten.</summary>
[TestFixture]
public sealed class RedisDamageTests : DamageContract
{
    protected override IRolloutLog Open(string name) => new RedisRolloutLog(RedisSetUp.NextConnection(), RedisSetUp.OptionsOf(name));

    // Whoever writes there knows nothing of numbers.
    private protected override async Task DamageAsync(string name, StoredPart part, string content)
    {
        const string Field = "12:NEW-CHECKOUT:2026-12";
        var (database, start) = (RedisSetUp.Connection.GetDatabase(), $"grayflags:{{{name}}}:rollouts:");
        switch (part)
        {
            case StoredPart.Record:
                await database.HashSetAsync(start + "records", Field, content);
                break;
            case StoredPart.Checkpoint:
                await database.HashSetAsync(start + "checkpoints", Field, content);
                break;
            case StoredPart.Removal:
                await database.HashSetAsync(start + "removals", "0000000000000002:NEW-CHECKOUT", content);
                break;
            default:
                var last = (await database.StreamRangeAsync(start + "log", count: 1, messageOrder: Order.Descending))[0];
                await database.StreamDeleteAsync(start + "log", [last.Id]);

                // A stream takes no id below its last one again: it is put together anew.
                var entries = await database.StreamRangeAsync(start + "log");
                await database.KeyDeleteAsync(start + "log");
                foreach (var entry in entries)
                {
                    await database.StreamAddAsync(start + "log", entry.Values, entry.Id);
                }

                var damaged = last.Values.Select(field => new NameValueEntry(field.Name, field.Name == "p" ? content : "x"));
                await database.StreamAddAsync(start + "log", [.. damaged], last.Id);
                break;
        }
    }
}
