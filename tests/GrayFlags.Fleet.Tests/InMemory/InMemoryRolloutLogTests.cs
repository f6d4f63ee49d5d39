using System.Collections.Concurrent;
using GrayFlags.Fleet.Tests.Contract;
using GrayFlags.Fleet.Tests.Kit;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.InMemory;

/// <summary>The log in memory keeps the contract of all engines.</summary>
public sealed class InMemoryRolloutLogTests : RolloutLogContract
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentDictionary<string, InMemoryRolloutLog> _logs = new();

    protected override Task<IRolloutLog> OpenAsync(string name) => Task.FromResult<IRolloutLog>(_logs.GetOrAdd(name, _ => new InMemoryRolloutLog(_clock)));

    protected override Task<bool> AgeAsync(string name, TimeSpan by)
    {
        _clock.Advance(by);
        return Task.FromResult(true);
    }

    protected override Task<bool> LoseLogAsync(string name) => Task.FromResult(false);

    protected override async Task MoveEndAsync(string name, long by)
    {
        for (var sequence = 1; sequence <= by; sequence++)
        {
            await _logs[name].AppendAsync(Samples.Batch(2, sequence), default);
        }
    }
}
