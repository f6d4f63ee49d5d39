using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The state of one provider. Immutable: <see cref="Next"/> returns the state after an event.</summary>
/// <remarks>The kill switch of any document that arrives takes effect at once; a flag is turned back on only by a document that goes live.</remarks>
internal sealed record ProviderSlot
{
    private const string PinnedReason = "the rules are pinned to an earlier version";
    private const string CompilingReason = "it is being compiled";

    // Kill switches of documents that are not live add up; without a limit, refused documents would fill memory and disk.
    private const int MaxOff = 10_000;

    public required string Name { get; init; }

    /// <summary>The name of the slot's own files: the provider's name, made unique.</summary>
    public required string Key { get; init; }

    public ProviderState State { get; private init; } = ProviderState.Loading;

    /// <summary>The newest readable document; not necessarily the live one.</summary>
    public FingerprintedDocument? Newest { get; private init; }

    /// <summary>The live document.</summary>
    public FingerprintedDocument? Serving { get; private init; }

    /// <summary>The live document's kill switch, plus additions from documents that are not live.</summary>
    public IReadOnlyList<string> Off { get; private init; } = [];

    /// <summary>The kill switch once the newest document is live.</summary>
    public IReadOnlyList<string> OffOfNewest { get; private init; } = [];

    public IReadOnlyList<DocumentProblem> Problems { get; private init; } = [];

    public string? Reason { get; private init; }

    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>The arrival number over all providers; a larger number is newer.</summary>
    public long Arrival { get; private init; }

    /// <summary>Callback to run once the newest document is live or is refused; null when there is none, or not yet.</summary>
    public Action? Due => State switch
    {
        ProviderState.Current when !IsPending => Callback,
        ProviderState.Waiting when Objection is { } objection => () => objection(Problems),
        _ => null,
    };

    public bool IsPending => Newest != Serving;

    /// <summary>True when the newest document is not known to compile.</summary>
    public bool IsUnproven => IsPending && Newest != Proven;

    /// <summary>True when the source itself has brought a good document in this run, or is legitimately empty.</summary>
    public bool HasSpoken =>
        State == ProviderState.Empty
        || (Newest is not null && !ReferenceEquals(Newest, Saved) && !ReferenceEquals(Newest, SavedPending) && (Newest == Serving || Newest == Proven));

    /// <summary>True when the newest document waits only for compilation.</summary>
    public bool IsCompiling => IsPending && State == ProviderState.Current;

    /// <summary>True when the newest document is live, or the source may be empty and is.</summary>
    public bool IsWell => !IsCompiling && (State == ProviderState.Current || (State == ProviderState.Empty && !IsMissing));

    /// <summary>True when the source is empty and should not be.</summary>
    public bool IsMissing => State == ProviderState.Empty && Reason is not null;

    /// <summary>True when the live document was saved by an earlier run.</summary>
    public bool IsServingSaved => Serving is not null && (ReferenceEquals(Serving, Saved) || ReferenceEquals(Serving, SavedPending));

    /// <summary>The last live document of an earlier run, until the source has confirmed or replaced it.</summary>
    public FingerprintedDocument? Saved { get; private init; }

    /// <summary>The time when that document was saved.</summary>
    public DateTimeOffset SavedAt { get; private init; }

    private FingerprintedDocument? SavedPending { get; init; }

    private FingerprintedDocument? Proven { get; init; }


    private LoadResult? Held { get; init; }

    private FingerprintedDocument? HeldDocument { get; init; }

    private int HeldReads { get; init; }

    /// <summary>An older document offered by the source, which only an operator can accept.</summary>
    private LoadResult? Older { get; init; }

    private Action? Callback { get; init; }

    private Action<IReadOnlyList<DocumentProblem>>? Objection { get; init; }

    private DateTimeOffset? LoadedAt { get; init; }

    private DateTimeOffset? ChangedAt { get; init; }

    private long Failures { get; init; }

    public ProviderSlot Next(SlotEvent happened, UpdaterOptions options) => happened switch
    {
        SlotEvent.Remembered saved =>
            this with { Saved = saved.Document, SavedAt = saved.SavedAt, SavedPending = saved.Pending, Off = saved.Off, OffOfNewest = saved.Off },
        SlotEvent.Arrived arrived => Take(arrived, options),
        SlotEvent.Asked => FallBack(),
        SlotEvent.HeldAccepted accepted => AcceptHeld(accepted.Arrival),
        SlotEvent.Served served => Serve(served.Document, served.Now),
        SlotEvent.Compiled compiled => Newest == compiled.Document ? this with { Proven = Newest, Off = OffOfNewest } : this,

        // A result from the source itself is more recent.
        SlotEvent.Refused refused =>
            State is ProviderState.Current or ProviderState.Waiting ? this with { State = ProviderState.Waiting, Problems = refused.Problems } : this,
        SlotEvent.Pinned =>
            State is ProviderState.Current or ProviderState.Waiting ? this with { State = ProviderState.Held, Reason = PinnedReason, Problems = [] } : this,
        SlotEvent.Told => this with { Callback = State == ProviderState.Waiting ? Callback : null, Objection = null },
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <summary>Returns the slot with the saved document in place of a waiting one while nothing is live; null when there is no saved document.</summary>
    public ProviderSlot? WithSavedInPlace() =>
        Serving is null && State == ProviderState.Waiting && Saved is { } saved && Newest != saved ? this with { Newest = saved } : null;

    public ProviderStatus Status(DateTimeOffset startedAt, TimeSpan? maxSilence) => new()
    {
        Name = Name,
        State = IsCompiling ? ProviderState.Waiting : State,
        Problems = Problems,
        Reason = IsCompiling ? CompilingReason : Reason,
        DocumentVersion = Serving?.Document.Version,
        StartedAt = startedAt,
        LoadedAt = LoadedAt,
        ChangedAt = ChangedAt,
        Failures = Failures,
        MaxSilence = maxSilence,
        SavedAt = IsServingSaved ? SavedAt : null,
    };

    // One slot is one state of one provider, even when two providers have the same name and content.
    public bool Equals(ProviderSlot? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private ProviderSlot Take(SlotEvent.Arrived arrived, UpdaterOptions options)
    {
        var load = arrived.Load;
        if (load.DoubtIfEmpty is { } doubt && (Newest ?? SavedPending ?? Saved) is not null)
        {
            // A file that was not deployed, a mount that failed: neither discards the saved state of an earlier run, least of all its kill switch.
            load = LoadResult.Unavailable(doubt);
        }

        var slot = this with
        {
            LoadedAt = arrived.Now,
            Older = load.OlderOnOffer,
            Reason = load.Reason,
            Problems = load.Problems,
            Warnings = load.Warnings,
            Failures = Failures + (load.Outcome is LoadOutcome.Invalid or LoadOutcome.Unavailable ? 1 : 0),
        };
        return load.Outcome switch
        {
            LoadOutcome.Loaded => slot.TakeDocument(load, arrived.Document, arrived.Arrival, options),
            LoadOutcome.Unchanged when Held is not null => slot.TakeDocument(Held, HeldDocument, arrived.Arrival, options),
            LoadOutcome.Empty => slot.LetHeldGo() with
            {
                State = ProviderState.Empty,

                // The live document keeps its kill switch until then.
                Off = Serving is null ? [] : Off,
                OffOfNewest = [],
                Newest = Newest is null ? null : FingerprintedDocument.Empty,
                Arrival = arrived.Arrival,
            },
            LoadOutcome.Invalid => slot.LetHeldGo().AddOff(load.Off) with { State = ProviderState.Invalid },
            LoadOutcome.Unchanged when Newest is not null => slot with { State = ProviderState.Current },
            _ =>
                slot.AddOff(load.Off) with
                {
                    State = ProviderState.Unavailable,
                    Reason = load.Reason ?? "the source says that nothing changed, but there is no document yet",
                },
        };
    }

    private ProviderSlot TakeDocument(LoadResult load, FingerprintedDocument? document, long arrival, UpdaterOptions options)
    {
        if (document is null)
        {
            return LetHeldGo().AddOff(load.Off) with
            {
                State = ProviderState.Invalid,
                Problems = [new DocumentProblem { Source = Name, Path = "", Message = ProblemText.CannotBeWritten }],
            };
        }

        // Even before it is live: a source that answers at once must not bypass the saved state.
        if ((Newest ?? SavedPending ?? Saved) is not { } last || last == document)
        {
            return TakeNewest(load, document, arrival);
        }

        // A provider refuses older documents by its own memory, which does not outlive the process.
        var known = SavedPending ?? Saved;
        if (known is not null && load.OlderReason(known.Document, SavedPending is null ? SavedAt : DateTimeOffset.MaxValue) is { } older)
        {
            return Hold(load, document, reads: 0, "it offers " + older);
        }

        if (!options.ShrinkGuard || ShrinkGuard.ReasonToHold(last.Document, document.Document) is not { } shrunk)
        {
            return TakeNewest(load, document, arrival);
        }

        var reads = HeldDocument == document ? HeldReads + 1 : 1;
        return reads >= options.ShrinkGuardReads ? TakeNewest(load, document, arrival) : Hold(load, document, reads, shrunk);
    }

    private ProviderSlot AcceptHeld(long arrival)
    {
        if ((Held ?? Older) is not { } held || (HeldDocument ?? FingerprintedDocument.TryCreate(held)) is not { } document)
        {
            return this;
        }

        return (this with { Older = null, Problems = [], Warnings = [] }).TakeNewest(held, document, arrival);
    }

    private ProviderSlot Hold(LoadResult load, FingerprintedDocument document, int reads, string reason) =>
        AddOff(load.Off) with { State = ProviderState.Held, Reason = reason, Held = load, HeldDocument = document, HeldReads = reads };

    private ProviderSlot TakeNewest(LoadResult load, FingerprintedDocument document, long arrival)
    {
        var isNew = Newest != document;
        var slot = LetHeldGo() with
        {
            State = load.BehindReason is null ? ProviderState.Current : ProviderState.Held,
            Reason = load.BehindReason,
            Callback = load.Serving,
            Objection = load.Refused,
            OffOfNewest = Names(load.Off),
            Newest = isNew ? document : Newest,
            Arrival = isNew ? arrival : Arrival,

            // The source confirms the saved document, which from now on counts as the source's.
            Saved = !isNew && Saved == document ? null : Saved,
            SavedPending = !isNew && SavedPending == document ? null : SavedPending,
        };
        return slot with { Off = slot.IsPending ? Union(Off, slot.OffOfNewest) : slot.OffOfNewest };
    }

    private ProviderSlot FallBack()
    {
        if (Newest is not null || State == ProviderState.Empty || (SavedPending ?? Saved) is not { } saved)
        {
            return this;
        }

        // A refused document before it may have turned flags off: they stay off.
        var off = Union(Off, saved.Document.Off);
        return this with { Newest = saved, Off = off, OffOfNewest = off };
    }

    private ProviderSlot Serve(FingerprintedDocument document, DateTimeOffset now)
    {
        var isNewest = Newest == document;
        var slot = this with
        {
            Serving = isNewest ? Newest : document,
            Off = isNewest ? OffOfNewest : Union(Off, document.Document.Off),
            ChangedAt = Serving == document ? ChangedAt : now,
        };
        if (!slot.IsServingSaved)
        {
            slot = slot with { Saved = null, SavedPending = null };
        }

        return isNewest && (State == ProviderState.Waiting || (State == ProviderState.Held && Reason == PinnedReason))
            ? slot with { State = ProviderState.Current, Problems = [], Reason = null }
            : slot;
    }

    private ProviderSlot LetHeldGo() => this with { Held = null, HeldDocument = null, HeldReads = 0 };

    // A document that is not live can only turn flags off: the part that no longer names them may be the broken one.
    private ProviderSlot AddOff(IReadOnlyList<string>? off) => this with { Off = Union(Off, off), OffOfNewest = Union(OffOfNewest, off) };

    // Returns the same list when nothing is added, so that no change is detected.
    private static IReadOnlyList<string> Union(IReadOnlyList<string> off, IReadOnlyList<string>? more)
    {
        if (more is null or [])
        {
            return off;
        }

        string[] union = [.. off.Union(Names(more), StringComparer.OrdinalIgnoreCase).Take(MaxOff)];
        return union.Length == off.Count ? off : union;
    }

    // Nothing else can be the name of a flag.
    private static IReadOnlyList<string> Names(IReadOnlyList<string>? off) =>
        off is null ? [] : off.All(NameRules.IsName) ? off : [.. off.Where(NameRules.IsName)];
}
