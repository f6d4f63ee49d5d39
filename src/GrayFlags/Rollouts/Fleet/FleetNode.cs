using System.Globalization;
using GrayFlags.Rollouts.Control;
using GrayFlags.Rollouts.Stores;

namespace GrayFlags.Rollouts.Fleet;

/// <summary>This process as a node of a fleet: appends its outcomes to the log, and gives every attempt the log's entries in their order.</summary>
/// <remarks>Needs <see cref="RolloutSessions.Gate"/>, which is not held while the store is awaited.</remarks>
internal sealed class FleetNode(IRolloutLog log, FleetClock clock, RolloutSync sync)
{
    private const string Members = "members";
    private const int BatchesAtOnce = 60;
    private const int PagesAtOnce = 50;

    /// <summary>The time without the fleet's evidence after which a node weighs its own calls alone.</summary>
    public static readonly TimeSpan UntilAlone = TimeSpan.FromSeconds(15);

    // A little less than a tick, which may come early.
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan BetweenHeartbeats = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MemberStays = TimeSpan.FromSeconds(30);

    private readonly FleetOutbox _outbox = new();
    private readonly FleetCheckpoints _checkpoints = new(log, clock, sync);
    private readonly Dictionary<long, DateTimeOffset> _members = [];
    private StoreCall<Exchange>? _exchange;
    private RolloutLogEntry? _last;
    private long _member;
    private long _end;
    private long _read;
    private bool _hasMore;
    private long _collectedAt;
    private long _askedAt;
    private long _contactAt = clock.GetTimestamp();
    private volatile bool _hasContact;
    private long _beatAt = clock.GetTimestamp();

    /// <summary>True while the store has not answered for a while, or has taken nothing from this node since it started.</summary>
    public bool IsCutOff => clock.GetElapsedTime(_contactAt) > UntilAlone;

    /// <summary>The time by which the store's clock is ahead of the machine's.</summary>
    public TimeSpan ClockAhead => clock.Ahead;

    /// <summary>This node's place in the fleet, for an attempt.</summary>
    public RolloutFleetStatus StatusOf(FleetAttempt attempt) => new()
    {
        Nodes = _members.Count,
        Position = attempt.Position,
        Lag = Math.Max(_end - attempt.Position, 0),
        DroppedBatches = _outbox.Dropped,
        IsCutOff = IsCutOff,
        IsCatchingUp = !attempt.IsReady || attempt.HasOtherGuards,
        SamplingRatio = Math.ScaleB(1, -HalvingsOf(attempt)),
    };

    /// <summary>Decides which units are recorded.</summary>
    public FleetSampling Sampling { get; } = new();

    /// <summary>Gathers, appends, reads and weighs.</summary>
    /// <param name="attempts">The attempts that this node monitors.</param>
    public void Tick(IReadOnlyList<FleetAttempt> attempts)
    {
        EndExchange(attempts);
        Collect(attempts);
        for (var page = 0; page < PagesAtOnce && BeginExchange(attempts); page++)
        {
        }

        if (clock.IsSet)
        {
            _checkpoints.Tick(attempts, _end, IsCutOff);

            // An attempt that is known now has entries to catch up with.
            _hasMore |= IsBehind(attempts);
        }
    }

    /// <summary>Appends what is left, when the process ends.</summary>
    public Task FlushAsync(IReadOnlyList<FleetAttempt> attempts, CancellationToken cancellationToken)
    {
        Collect(attempts);
        var (batches, member) = (_outbox.Oldest(BatchesAtOnce), _member);
        return member == 0 || batches.Count == 0 ? Task.CompletedTask : AppendAsync(member, batches, cancellationToken);
    }

    private void Collect(IReadOnlyList<FleetAttempt> attempts)
    {
        if (attempts.Count == 0 || clock.GetElapsedTime(_collectedAt) < BetweenBatches)
        {
            return;
        }

        _collectedAt = clock.GetTimestamp();
        var isCutOff = IsCutOff;
        FleetSection[] sections = [.. attempts.Select(attempt => attempt.Collect(isCutOff, HalvingsOf(attempt)))];
        var isDue = clock.GetElapsedTime(_beatAt) >= BetweenHeartbeats;
        if (isDue || Array.Exists(sections, static section => section.Calls.Count > 0))
        {
            _beatAt = clock.GetTimestamp();
            _outbox.Add(FleetBatch.Write(sections));
        }
    }

    // Whoever is alone does not know the log, and has no part in it.
    private int HalvingsOf(FleetAttempt attempt) => IsCutOff ? 0 : Sampling.HalvingsOf(attempt.Rollout, attempt.Attempt);

    // True when there is more to read at once.
    private bool BeginExchange(IReadOnlyList<FleetAttempt> attempts)
    {
        // Without anything to weigh only the time is asked for.
        var pause = _hasMore || !clock.IsSet ? TimeSpan.Zero : attempts.Count == 0 && _outbox.Count == 0 ? BetweenHeartbeats : BetweenBatches;
        if (_exchange is not null || clock.GetElapsedTime(_askedAt) < pause)
        {
            return false;
        }

        _askedAt = clock.GetTimestamp();
        var (member, batches, from) = (_member, _outbox.Oldest(BatchesAtOnce), From(attempts));
        _exchange = new StoreCall<Exchange>(stop => ExchangeAsync(member, batches, from, stop), clock);
        _exchange.WhenEnded(sync.AnswerCame);
        return EndExchange(attempts) && _hasMore;
    }

    private bool IsBehind(IReadOnlyList<FleetAttempt> attempts) => attempts.Any(attempt => attempt.IsReady && attempt.Position < _end);

    // Including the last entry that was read: when it has become another one, the store has forgotten some. At first only the end is of interest.
    private long From(IReadOnlyList<FleetAttempt> attempts)
    {
        var from = _last?.Position ?? (clock.IsSet ? _end + 1 : long.MaxValue);
        foreach (var attempt in attempts)
        {
            if (attempt.IsReady && attempt.Position < (_last?.Position ?? _end))
            {
                from = Math.Min(from, attempt.Position + 1);
            }
        }

        return from;
    }

    private async Task<Exchange> ExchangeAsync(
        long member, IReadOnlyList<(long Sequence, byte[] Payload)> batches, long from, CancellationToken cancellationToken)
    {
        Exception? refusal = null;
        try
        {
            member = member > 0 ? member : await log.TakeNumberAsync(Members, cancellationToken).ConfigureAwait(false);
            await AppendAsync(member, batches, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_hasContact)
        {
            // What it starts on may take nothing for now, or ever: a standby, a failover that is under way, a user who may only read. It can be read.
            refusal = exception;
        }

        var page = await log.ReadLogAsync(from, cancellationToken).ConfigureAwait(false);
        return page is { Entries: not null }
            ? new Exchange(member, refusal is not null || batches.Count == 0 ? 0 : batches[^1].Sequence, from, page, refusal)
            : throw new InvalidDataException("The store returned no answer.");
    }

    private async Task AppendAsync(long member, IReadOnlyList<(long Sequence, byte[] Payload)> batches, CancellationToken cancellationToken)
    {
        foreach (var (sequence, payload) in batches)
        {
            await log.AppendAsync(new RolloutLogBatch(member, sequence, payload), cancellationToken).ConfigureAwait(false);
        }
    }

    private bool EndExchange(IReadOnlyList<FleetAttempt> attempts)
    {
        if (_exchange is null || !_exchange.TryEnd(clock, out var exchange, out var failure))
        {
            return false;
        }

        (_exchange, _hasMore) = (null, false);
        if (failure is not null || exchange is null)
        {
            sync.Failed(StoreWork.Log, failure ?? new InvalidDataException("The store returned no answer."));
            return false;
        }

        NoteContact(exchange.Refusal);
        clock.Set(exchange.Page.Now);
        _member = exchange.Member;
        _outbox.RemoveThrough(exchange.Sequence);
        Accept(exchange, attempts);
        _hasMore = (exchange.Refusal is null && _outbox.Count > 0) || _read < _end || IsBehind(attempts);
        return true;
    }

    // Who reads and cannot write is cut off: the fleet does not learn of its calls.
    private void NoteContact(Exception? refusal)
    {
        if (refusal is not null)
        {
            sync.Failed(StoreWork.Log, refusal);
            return;
        }

        sync.Answered(StoreWork.Log);
        (_contactAt, _hasContact) = (clock.GetTimestamp(), true);
    }

    private void Accept(Exchange exchange, IReadOnlyList<FleetAttempt> attempts)
    {
        var page = exchange.Page;
        var hasForgotten = HasForgotten(exchange);
        _end = page.Last;
        if (hasForgotten)
        {
            sync.ReadAnew();
            foreach (var attempt in attempts)
            {
                attempt.Reset();
            }

            (_last, _read) = (null, page.Last);
            return;
        }

        var first = page.Entries.Count > 0 ? page.Entries[0].Position : page.Last + 1;
        var asked = AskedFor(exchange.From, first, attempts);
        foreach (var entry in page.Entries)
        {
            Feed(entry, asked);
            _last = _last is null || entry.Position > _last.Position ? entry : _last;
            _read = entry.Position;
        }

        if (page.Entries.Count == 0 || page.Entries[^1].Position == page.Last)
        {
            _read = page.Last;
            foreach (var attempt in asked)
            {
                attempt.Pass(page.Last);
            }
        }

        foreach (var gone in _members.Where(member => page.Now - member.Value > MemberStays).Select(member => member.Key).ToList())
        {
            _members.Remove(gone);
        }
    }

    // The attempts for which the page has the next entry. One that was read from its checkpoint while the answer was under way waits for the next page; one
    // whose entries were trimmed behind another node's checkpoint begins anew from there.
    private static List<FleetAttempt> AskedFor(long from, long first, IReadOnlyList<FleetAttempt> attempts)
    {
        var asked = attempts.Where(attempt => attempt.IsReady && attempt.Position + 1 >= from).ToList();
        foreach (var attempt in asked.Where(attempt => first > from && attempt.Position + 1 < first).ToList())
        {
            attempt.Reset();
            asked.Remove(attempt);
        }

        return asked;
    }

    // After a failover the log may end before, or have other entries at the same positions.
    private bool HasForgotten(Exchange exchange)
    {
        if (exchange.Page.Last < _end)
        {
            return true;
        }

        if (_last is not { } last)
        {
            return false;
        }

        foreach (var entry in exchange.Page.Entries)
        {
            if (entry.Position == last.Position)
            {
                return (entry.Batch.Member, entry.Batch.Sequence, entry.At) != (last.Batch.Member, last.Batch.Sequence, last.At);
            }
        }

        return false;
    }

    private void Feed(RolloutLogEntry entry, IReadOnlyList<FleetAttempt> attempts)
    {
        var isNew = _last is null || entry.Position > _last.Position;
        if (isNew)
        {
            _members[entry.Batch.Member] = entry.At;
        }

        if (!attempts.Any(attempt => attempt.IsReady && attempt.Position < entry.Position))
        {
            return;
        }

        var sections = FleetBatch.TryRead(entry.Batch.Payload);
        if (isNew && sections is not null)
        {
            Sampling.Note(entry.At, sections);
        }

        foreach (var attempt in attempts)
        {
            if (sections is null)
            {
                // What cannot be read here is not weighed here: the rest of the fleet may have other evidence from now on.
                if (attempt.IsReady && attempt.Position < entry.Position && !attempt.TrySkip(entry.Position))
                {
                    attempt.MarkDamaged(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"the entry {entry.Position} of the log cannot be read: a later version of the library wrote it, or it is damaged"),
                        entry.Position);
                    attempt.Block();
                }

                continue;
            }

            Feed(entry, sections, attempt);
        }
    }

    // An entry that the guards cannot weigh stops this attempt here, and no other.
    private void Feed(RolloutLogEntry entry, IReadOnlyList<FleetSection> sections, FleetAttempt attempt)
    {
        try
        {
            var isOwn = entry.Batch.Member == _member;
            foreach (var section in sections.Where(section => section.Rollout == attempt.Rollout && section.Attempt == attempt.Attempt))
            {
                attempt.Feed(entry, section, isOwn);
            }

            attempt.Pass(entry.Position, isOwn);
        }
        catch (Exception exception)
        {
            attempt.Block();
            sync.Failed(StoreWork.Log, exception);
        }
    }

    private sealed record Exchange(long Member, long Sequence, long From, RolloutLogPage Page, Exception? Refusal);
}
