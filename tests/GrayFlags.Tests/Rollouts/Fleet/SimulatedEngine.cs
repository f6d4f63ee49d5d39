using GrayFlags.Rollouts.Fleet;

namespace GrayFlags.Tests.Rollouts.Fleet;

/// <summary>The engine of a simulated fleet: its own clock, and a failover that forgets its last writes.</summary>
internal sealed class SimulatedEngine
{
    private readonly List<(DateTimeOffset At, Action<InMemoryRolloutLog> Write)> _writes = [];
    private readonly Dictionary<(string Id, int Attempt), RolloutCheckpoint> _first = [];
    private readonly EngineClock _clock = new();
    private long _member;
    private (long First, long Last) _missing = (1, 0);
    private long _renumbered;

    public SimulatedEngine() => Log = new InMemoryRolloutLog(_clock);

    public InMemoryRolloutLog Log { get; private set; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The number of checkpoints that were written.</summary>
    public int Checkpoints { get; private set; }

    /// <summary>The exclusion that nobody can read, until it is written again; null for none.</summary>
    public RolloutRemoval? DamagedRemoval { get; set; }

    /// <summary>True: no checkpoint can be written.</summary>
    public bool RefusesCheckpoints { get; set; }

    /// <summary>True: nobody can read the records, until somebody writes one in their place.</summary>
    public bool IsRecordDamaged { get; set; }

    public void Pass(TimeSpan time) => _clock.Now += time;

    /// <summary>Writes, in a way that can be done again; at another time than the engine's where a test is to notice that.</summary>
    public T Write<T>(Func<InMemoryRolloutLog, Task<T>> write, DateTimeOffset? at = null)
    {
        var now = Now;
        _writes.Add((at ?? now, log => write(log).GetAwaiter().GetResult()));
        _clock.Now = at ?? now;
        var answer = write(Log).GetAwaiter().GetResult();
        _clock.Now = now;
        return answer;
    }

    /// <summary>Reads the records, of which some may be damaged.</summary>
    public async Task<IReadOnlyList<RolloutRecord>> ReadAsync()
    {
        var records = await Log.ReadAsync(CancellationToken.None);
        return IsRecordDamaged ? throw Damage(records) : records;
    }

    /// <summary>Reads the exclusions, of which one may be damaged.</summary>
    public async Task<RolloutRemovals> ReadRemovalsAsync(long cursor)
    {
        var read = await Log.ReadRemovalsAsync(cursor, CancellationToken.None);
        return DamagedRemoval is { } damaged && read.Removals.Contains(damaged)
            ? read with { Removals = [.. read.Removals.Where(removal => removal != damaged)], Damaged = [damaged.Flag.ToUpperInvariant()] }
            : read;
    }

    /// <summary>Writes exclusions.</summary>
    public async Task<bool> WriteAsync(IReadOnlyList<RolloutRemoval> removals)
    {
        DamagedRemoval = DamagedRemoval is { } damaged && removals.Contains(damaged) ? null : DamagedRemoval;
        return await Task.FromResult(Write(async log =>
        {
            await log.AddRemovalsAsync(removals, CancellationToken.None);
            return true;
        }));
    }

    /// <summary>Writes a record.</summary>
    public RolloutWrite Write(RolloutRecord record)
    {
        var write = Write(log => log.WriteAsync(record, CancellationToken.None));
        IsRecordDamaged &= !write.IsWritten;
        return IsRecordDamaged ? throw Damage([write.Current]) : write;
    }

    /// <summary>Damages the checkpoint of an attempt.</summary>
    public void DamageCheckpoint(string id, int attempt)
    {
        var stored = Log.ReadCheckpointAsync(RolloutRig.Flag, id, attempt, CancellationToken.None).Result!;
        Write(log => log.WriteCheckpointAsync(stored with { State = stored.State[..(stored.State.Length / 2)] }, CancellationToken.None));
    }

    /// <summary>Appends an entry that nobody can read.</summary>
    public void AppendDamaged() => Write(async log =>
    {
        await log.AppendAsync(new RolloutLogBatch(TakeMember(), 1, new byte[] { 1, 2, 3 }), CancellationToken.None);
        return true;
    });

    private static InvalidDataException Damage(IReadOnlyList<RolloutRecord> records) => new DamagedRollouts(
        [], [.. records.Select(static record => new DamagedRollout(record.Flag.ToUpperInvariant(), record.Id, record.Revision))]).ToException("It is damaged.");

    /// <summary>The number of a process, which is never given again, whatever the engine forgets.</summary>
    public long TakeMember() => ++_member;

    /// <summary>Writes a checkpoint.</summary>
    public RolloutCheckpointWrite Write(RolloutCheckpoint checkpoint)
    {
        var write = RefusesCheckpoints
            ? throw new IOException("the disk is full")
            : Write(log => log.WriteCheckpointAsync(checkpoint, CancellationToken.None));
        if (write is { IsWritten: true, Current: { } current })
        {
            Checkpoints++;
            if (FleetState.TryRead(current.State) is { Guards: null })
            {
                _first[(current.Id, current.Attempt)] = current;
            }
        }

        return write;
    }

    /// <summary>Reads the head of a checkpoint, and sees the damage of <see cref="DamageCheckpoint"/>, as an engine does by a digest.</summary>
    public async Task<RolloutCheckpointHead?> ReadCheckpointHeadAsync(string flag, string id, int attempt)
    {
        var whole = await Log.ReadCheckpointAsync(flag, id, attempt, CancellationToken.None);
        var head = await Log.ReadCheckpointHeadAsync(flag, id, attempt, CancellationToken.None);
        return head is null ? null : head with { IsWhole = !FleetState.IsDamaged(whole!.State) };
    }

    /// <summary>Reads the log, without what was lost of it.</summary>
    public async Task<RolloutLogPage> ReadLogAsync(long from)
    {
        var first = from > long.MaxValue - _renumbered ? from : from + _renumbered;
        var page = await Log.ReadLogAsync(first >= _missing.First && first <= _missing.Last ? _missing.Last + 1 : first, CancellationToken.None);
        var there = page.Entries.Where(entry => entry.Position < _missing.First || entry.Position > _missing.Last);
        return new RolloutLogPage(page.Now, page.Last - _renumbered, [.. there.Select(entry => entry with { Position = entry.Position - _renumbered })]);
    }

    /// <summary>Somebody deletes entries of the log: the last ones until now, and as many as are said.</summary>
    public void LoseEntries(long count)
    {
        var last = Log.ReadLogAsync(long.MaxValue, CancellationToken.None).Result.Last;
        _missing = (last - count + 1, last);
    }

    /// <summary>Somebody deletes the log, so that its positions begin anew; checkpoints stay.</summary>
    public void DeleteLog()
    {
        LoseEntries(long.MaxValue);
        _renumbered = _missing.Last;
    }

    /// <summary>The checkpoint that an attempt began with; null when a failover may have forgotten it.</summary>
    public RolloutCheckpoint? FirstCheckpoint(string id, int attempt) => _first.GetValueOrDefault((id, attempt));

    /// <summary>A copy takes over that has not got the last writes yet.</summary>
    public void FailOver(int forgotten)
    {
        var (now, kept) = (Now, _writes.Take(_writes.Count - Math.Min(forgotten, _writes.Count)).ToList());
        Log = new InMemoryRolloutLog(_clock);
        foreach (var (at, write) in kept)
        {
            _clock.Now = at;
            write(Log);
        }

        _clock.Now = now;
        // Evidence that went into a checkpoint may be gone from the log: from now on nobody can count again what nodes have.
        _first.Clear();
        _writes.Clear();
        _writes.AddRange(kept);
    }

    private sealed class EngineClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
