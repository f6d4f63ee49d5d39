using System.Diagnostics;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Redis;

/// <summary>Data for tests, and their way to wait.</summary>
internal static class RedisSamples
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static RolloutRecord Record(string flag = "checkout", string id = "2026-1", long revision = 0) =>
        new() { Flag = flag, Id = id, Phase = RolloutPhase.Running, Reason = "Started.", Revision = revision };

    public static RolloutLogBatch Batch(long sequence, long member = 7, int length = 3) => new(member, sequence, new byte[length]);

    public static StoredDocument Document(string name, long version) =>
        new(name, version, default, "guo", "A reason.", "{}"u8.ToArray());

    /// <summary>Waits for a condition, as long as a busy machine may need.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !condition();)
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), what);
            await Task.Delay(5);
        }
    }

    /// <summary>Waits until a value is good, and then for as long as it still changes.</summary>
    public static async Task Settled<T>(Func<T> value, Func<T, bool> isGood)
    {
        await Until(() => isGood(value()), "it did not come to that");
        for (var (last, same) = (value(), 0); same < 20;)
        {
            await Task.Delay(10);
            var now = value();
            (last, same) = (now, Equals(now, last) ? same + 1 : 0);
        }
    }

    /// <summary>Repeats a call until the server answers.</summary>
    public static async Task<T> Answer<T>(Func<Task<T>> call)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (exception is IOException or TimeoutException && clock.Elapsed < Patience)
            {
                await Task.Delay(20);
            }
        }
    }
}
