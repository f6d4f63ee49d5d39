using GrayFlags.Documents;
using GrayFlags.Providers;

namespace GrayFlags.Snapshots;

/// <summary>What the updater knows of one provider. Changed by the updater only, under its lock.</summary>
internal sealed class ProviderSlot(IRuleProvider provider)
{
    private Action? _serving;

    public IRuleProvider Provider { get; } = provider;

    public string Name { get; } = provider.Name;

    public ProviderState State { get; private set; } = ProviderState.Loading;

    /// <summary>The newest document that could be read; not necessarily the one that serves.</summary>
    public FingerprintedDocument? Newest { get; private set; }

    /// <summary>The document that serves.</summary>
    public FingerprintedDocument? Serving { get; private set; }

    /// <summary>The kill switch as last read, also from a refused document.</summary>
    public IReadOnlyList<string> Off { get; private set; } = [];

    public IReadOnlyList<DocumentProblem> Problems { get; private set; } = [];

    public string? Reason { get; private set; }

    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Counts arrivals over all providers: the larger, the newer.</summary>
    public long Arrival { get; private set; }

    public DateTimeOffset? LoadedAt { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }

    public bool IsPending => Newest != Serving;

    public void Take(DocumentLoad load, long arrival, DateTimeOffset now)
    {
        LoadedAt = now;
        Reason = load.Reason;
        Problems = load.Problems;
        Warnings = load.Warnings;
        // What is not good can only turn flags off: what it no longer names may be the part that is broken.
        Off = load.Outcome == DocumentLoadOutcome.Loaded ? load.Off ?? [] : [.. Off.Union(load.Off ?? [], StringComparer.OrdinalIgnoreCase)];
        switch (load.Outcome)
        {
            case DocumentLoadOutcome.Loaded:
                TakeDocument(load, arrival);
                break;
            case DocumentLoadOutcome.Nothing:
                State = ProviderState.Nothing;
                Off = [];
                Newest = Newest is null ? null : FingerprintedDocument.Empty;
                Arrival = arrival;
                break;
            case DocumentLoadOutcome.Invalid:
                State = ProviderState.Invalid;
                break;
            case DocumentLoadOutcome.Unchanged when Newest is not null:
                State = ProviderState.Good;
                break;
            default:
                State = ProviderState.Unavailable;
                Reason ??= "the source says that nothing changed, but there is no document yet";
                break;
        }
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
            ChangedAt = now;
        }

        if (State == ProviderState.Waiting)
        {
            State = ProviderState.Good;
            Problems = [];
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

    public ProviderStatus Status() => new()
    {
        Name = Name,
        State = State,
        Problems = Problems,
        Reason = Reason,
        DocumentVersion = Serving?.Document.Version,
        LoadedAt = LoadedAt,
        ChangedAt = ChangedAt,
    };

    private void TakeDocument(DocumentLoad load, long arrival)
    {
        if (FingerprintedDocument.TryCreate(load) is not { } document)
        {
            State = ProviderState.Invalid;
            Problems = [new DocumentProblem { Source = Name, Path = "", Message = ProblemText.CannotBeWritten }];
            return;
        }

        State = ProviderState.Good;
        _serving = load.Serving;
        if (Newest != document)
        {
            Newest = document;
            Arrival = arrival;
        }
    }
}
