using GrayFlags.Documents;
using GrayFlags.Providers;

namespace GrayFlags.Snapshots;

/// <summary>What the updater knows of one provider. Changed by the updater only, under its lock.</summary>
internal sealed class ProviderSlot(IRuleProvider provider, UpdaterOptions options, DateTimeOffset startedAt)
{
    private const string PinnedReason = "the rules are pinned to an earlier version";

    private Action? _serving;
    private FingerprintedDocument? _saved;
    private DateTimeOffset? _savedAt;
    private DocumentLoad? _held;

    // An older document that the source offers, and that only an operator takes.
    private DocumentLoad? _older;
    private int _heldReads;
    private (FingerprintedDocument Document, IReadOnlyList<string> Off)? _replaced;

    public IRuleProvider Provider { get; } = provider;

    public string Name { get; } = provider.Name;

    public ProviderState State { get; private set; } = ProviderState.Loading;

    /// <summary>The newest document that could be read; not necessarily the one that serves.</summary>
    public FingerprintedDocument? Newest { get; private set; }

    /// <summary>The document that serves.</summary>
    public FingerprintedDocument? Serving { get; private set; }

    /// <summary>The kill switch of what serves, and what documents that do not serve have added to it.</summary>
    public IReadOnlyList<string> Off { get; private set; } = [];

    /// <summary>The kill switch once the newest document serves.</summary>
    public IReadOnlyList<string> OffOfNewest { get; private set; } = [];

    public IReadOnlyList<DocumentProblem> Problems { get; private set; } = [];

    public string? Reason { get; private set; }

    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Counts arrivals over all providers: the larger, the newer.</summary>
    public long Arrival { get; private set; }

    public bool IsPending => Newest != Serving;

    /// <summary>Whether what serves is the last known good document of an earlier run.</summary>
    public bool IsServingSaved => Serving is not null && ReferenceEquals(Serving, _saved);

    private DateTimeOffset? LoadedAt { get; set; }

    private DateTimeOffset? ChangedAt { get; set; }

    private long Failures { get; set; }

    public void Take(DocumentLoad load, long arrival, DateTimeOffset now)
    {
        LoadedAt = now;
        _older = load.OlderOnOffer;
        Reason = load.Reason;
        Problems = load.Problems;
        Warnings = load.Warnings;

        if (load.Outcome is DocumentLoadOutcome.Invalid or DocumentLoadOutcome.Unavailable)
        {
            Failures++;
        }

        switch (load.Outcome)
        {
            case DocumentLoadOutcome.Loaded:
                TakeDocument(load, arrival);
                break;
            case DocumentLoadOutcome.Unchanged when _held is not null:
                TakeDocument(_held, arrival);
                break;
            case DocumentLoadOutcome.Nothing:
                LetHeldGo();
                State = ProviderState.Nothing;
                Off = OffOfNewest = [];
                Newest = Newest is null ? null : FingerprintedDocument.Empty;
                Arrival = arrival;
                break;
            case DocumentLoadOutcome.Invalid:
                LetHeldGo();
                State = ProviderState.Invalid;
                AddOff(load.Off);
                break;
            case DocumentLoadOutcome.Unchanged when Newest is not null:
                State = ProviderState.Good;
                break;
            default:
                State = ProviderState.Unavailable;
                AddOff(load.Off);
                Reason ??= "the source says that nothing changed, but there is no document yet";
                break;
        }
    }

    /// <summary>What an earlier run saved: to fall back to, and to measure by what the source gives.</summary>
    public void Remember(FingerprintedDocument document, DateTimeOffset savedAt) => (_saved, _savedAt) = (document, savedAt);

    /// <summary>Falls back to the document that an earlier run saved, where the source has given none yet. Its kill switch holds, too.</summary>
    public void TakeSaved()
    {
        if (Newest is null && _saved is { } saved && State != ProviderState.Nothing)
        {
            SetNewest(saved);
        }
    }

    /// <summary>Puts the document that an earlier run saved in the place of one that waits while nothing serves. False when there is nothing to do.</summary>
    public bool ReplaceBySaved()
    {
        if (Serving is not null || State != ProviderState.Waiting || _saved is not { } saved || Newest is not { } waiting || waiting == saved)
        {
            return false;
        }

        _replaced = (waiting, OffOfNewest);
        SetNewest(saved);
        return true;
    }

    /// <summary>Puts back what <see cref="ReplaceBySaved"/> has replaced.</summary>
    public void PutBack()
    {
        if (_replaced is var (document, off))
        {
            (Newest, OffOfNewest, _replaced) = (document, off, null);
        }
    }

    /// <summary>Takes the document that the shrink guard holds back, or else an older one that the source offers. False when there is neither.</summary>
    public bool AcceptHeld(long arrival)
    {
        if ((_held ?? _older) is not { } held || FingerprintedDocument.TryCreate(held) is not { } document)
        {
            return false;
        }

        _older = null;
        Problems = [];
        Warnings = [];
        TakeNewest(held, document, arrival);
        return true;
    }

    /// <summary>The provider's wish to know that its newest document serves, once it does; each wish is given out once.</summary>
    public Action? TakeServing()
    {
        if (State != ProviderState.Good || IsPending)
        {
            return null;
        }

        var serving = _serving;
        _serving = null;
        return serving;
    }

    /// <summary>The newest document serves from now on.</summary>
    public void Serve(DateTimeOffset now)
    {
        if (IsPending)
        {
            Serving = Newest;
            Off = OffOfNewest;
            ChangedAt = now;
            if (!IsServingSaved)
            {
                _saved = null;
            }
        }

        if (State == ProviderState.Waiting || (State == ProviderState.Held && Reason == PinnedReason))
        {
            State = ProviderState.Good;
            Problems = [];
            Reason = null;
        }
    }

    /// <summary>The newest document has to wait for what it refers to.</summary>
    public void Wait(IReadOnlyList<DocumentProblem> problems)
    {
        // An outcome of the source itself is the fresher news.
        if (State is ProviderState.Good or ProviderState.Waiting)
        {
            State = ProviderState.Waiting;
            Problems = problems;
        }
    }

    /// <summary>The newest document has to wait for the pin to go.</summary>
    public void WaitForUnpin()
    {
        if (State is ProviderState.Good or ProviderState.Waiting)
        {
            State = ProviderState.Held;
            Reason = PinnedReason;
            Problems = [];
        }
    }

    public ProviderStatus Status() => new()
    {
        Name = Name,
        State = State,
        Problems = Problems,
        Reason = Reason,
        DocumentVersion = Serving?.Document.Version,
        StartedAt = startedAt,
        LoadedAt = LoadedAt,
        ChangedAt = ChangedAt,
        Failures = Failures,
        MaxSilence = (Provider as IPolledProvider)?.MaxSilence,
        SavedAt = IsServingSaved ? _savedAt : null,
    };

    private void TakeDocument(DocumentLoad load, long arrival)
    {
        if (FingerprintedDocument.TryCreate(load) is not { } document)
        {
            LetHeldGo();
            State = ProviderState.Invalid;
            AddOff(load.Off);
            Problems = [new DocumentProblem { Source = Name, Path = "", Message = ProblemText.CannotBeWritten }];
            return;
        }

        if (ReasonToHold(load, document) is { } reason)
        {
            State = ProviderState.Held;
            AddOff(load.Off);
            Reason = reason;
            return;
        }

        TakeNewest(load, document, arrival);
    }

    private void TakeNewest(DocumentLoad load, FingerprintedDocument document, long arrival)
    {
        LetHeldGo();
        State = ProviderState.Good;
        Reason = null;
        _serving = load.Serving;
        OffOfNewest = load.Off ?? [];
        if (Newest != document)
        {
            Newest = document;
            Arrival = arrival;
        }
        else
        {
            // The source confirms what was saved: from now on it is the source's.
            _saved = null;
        }

        Off = IsPending ? Union(Off, OffOfNewest) : OffOfNewest;
    }

    // What was refused before it may have turned flags off: they stay off.
    private void SetNewest(FingerprintedDocument saved)
    {
        Newest = saved;
        Off = OffOfNewest = Union(Off, saved.Document.Off);
    }

    private string? ReasonToHold(DocumentLoad load, FingerprintedDocument document)
    {
        // Also before it serves: a source that answers at once must not get past what an earlier run knew.
        if ((Newest ?? _saved) is not { } last || last == document)
        {
            return null;
        }

        // A provider that refuses older documents does so by its own memory, which does not outlive the process.
        if (_saved is { } saved && load.OlderReason(saved.Document, _savedAt ?? DateTimeOffset.MaxValue) is { } older)
        {
            LetHeldGo();
            _older = load;
            return "it offers " + older;
        }

        if (!options.ShrinkGuard || ShrinkGuard.ReasonToHold(last.Document, document.Document) is not { } shrunk)
        {
            return null;
        }

        _heldReads = _held is not null && FingerprintedDocument.TryCreate(_held) == document ? _heldReads + 1 : 1;
        _held = load;
        return _heldReads >= options.ShrinkGuardReads ? null : shrunk;
    }

    private void LetHeldGo() => (_held, _heldReads) = (null, 0);

    // What does not serve can only turn flags off: what it no longer names may be the part that is broken.
    private void AddOff(IReadOnlyList<string>? off) => (Off, OffOfNewest) = (Union(Off, off), Union(OffOfNewest, off));

    private static IReadOnlyList<string> Union(IReadOnlyList<string> off, IReadOnlyList<string>? more) => [.. off.Union(more ?? [], StringComparer.OrdinalIgnoreCase)];
}
