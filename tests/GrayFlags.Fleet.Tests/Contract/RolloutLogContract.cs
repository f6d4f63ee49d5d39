using GrayFlags.Fleet.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Fleet.Tests.Contract;

/// <summary>Everything that <see cref="IRolloutLog"/> promises, for the logs of any engine.</summary>
public abstract partial class RolloutLogContract
{
    private readonly List<IRolloutLog> _opened = [];
    private string _name = "";

    /// <summary>Opens a store: one of the same name has the same content, and another instance of the engine's client where there is one.</summary>
    /// <param name="name">A name that no other test has.</param>
    protected abstract Task<IRolloutLog> OpenAsync(string name);

    /// <summary>Makes everything that is stored under a name older.</summary>
    /// <returns>False when the engine has no way to do it; the tests of ages are then inconclusive.</returns>
    protected abstract Task<bool> AgeAsync(string name, TimeSpan by);

    /// <summary>Moves the end of the log that is stored under a name by so many entries, which need not be there.</summary>
    protected abstract Task MoveEndAsync(string name, long by);

    /// <summary>Loses the log that is stored under a name, and no checkpoint.</summary>
    /// <returns>False when the engine has no way to lose it; the test is then inconclusive.</returns>
    protected abstract Task<bool> LoseLogAsync(string name);

    [SetUp]
    public void SetName() => _name = $"{GetType().Name} {TestContext.CurrentContext.Test.ID} {Guid.NewGuid():N}";

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var log in _opened)
        {
            await (log is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask);
        }

        _opened.Clear();
    }

    /// <summary>Opens the test's store, or another one.</summary>
    private protected async Task<IRolloutLog> OpenAsync(int other = 0)
    {
        var log = await OpenAsync(other == 0 ? _name : $"{_name} {other}");
        lock (_opened)
        {
            _opened.Add(log);
        }

        return log;
    }

    private protected static CancellationToken Bound => TestContext.CurrentContext.CancellationToken;

    /// <summary>Reads the log from a position to its end.</summary>
    private protected static async Task<List<RolloutLogEntry>> ReadAllAsync(IRolloutLog log, long from = 1)
    {
        var all = new List<RolloutLogEntry>();
        while (true)
        {
            var page = await log.ReadLogAsync(from, Bound);
            all.AddRange(page.Entries);
            if (page.Entries.Count == 0 || page.Entries[^1].Position >= page.Last)
            {
                return all;
            }

            from = page.Entries[^1].Position + 1;
        }
    }

    private protected async Task AgeAsync(TimeSpan by)
    {
        if (!await AgeAsync(_name, by))
        {
            Assert.Inconclusive("This engine's time cannot be moved.");
        }
    }

    private protected static RolloutCheckpoint Checkpoint(long position, long revision = 0, int attempt = 1, string state = "{}") => new()
    {
        Flag = "new-checkout",
        Id = "2026-12",
        Attempt = attempt,
        Position = position,
        Revision = revision,
        Origin = "1 abc 7f",
        State = state,
    };

    private protected static Task<RolloutCheckpoint?> ReadCheckpointAsync(IRolloutLog log, int attempt = 1) =>
        log.ReadCheckpointAsync("new-checkout", "2026-12", attempt, Bound);

    private protected static Task<RolloutCheckpointHead?> ReadHeadAsync(IRolloutLog log, int attempt = 1) =>
        log.ReadCheckpointHeadAsync("new-checkout", "2026-12", attempt, Bound);

    private protected static RolloutRecord Sample(long revision = 0, string reason = "", string flag = "new-checkout", string id = "2026-12") =>
        Samples.Record(flag, id, revision, reason);
}
