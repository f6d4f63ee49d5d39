using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Snapshots.Persistence;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The slots of all providers, in order. Changed by the updater only, under its lock.</summary>
internal sealed class ProviderSlots(IReadOnlyList<IRuleProvider> providers, UpdaterOptions options, StateStore? saved)
{
    private readonly ProviderSlot[] _slots =
        [.. providers.Select((provider, place) => new ProviderSlot { Name = provider.Name, Key = KeyOf(providers, place) })];
    private long _arrivals;

    public IReadOnlyList<ProviderSlot> All => _slots;

    /// <summary>The problems of refused documents that have no fallback.</summary>
    public IReadOnlyList<DocumentProblem> WithoutFallback =>
        [.. _slots.Where(static slot => slot.Serving is null && slot.State is ProviderState.Invalid or ProviderState.Waiting)
            .SelectMany(static slot => slot.Problems)];

    /// <summary>True when the newest document of every provider is live.</summary>
    public bool AreSettled => !Array.Exists(_slots, static slot => slot.IsPending);

    /// <summary>A copy of the slots, for work without the lock.</summary>
    public ProviderSlot[] Copy() => [.. _slots];

    /// <summary>Restores the state of an earlier run.</summary>
    /// <param name="off">The kill switches of that run by provider.</param>
    public void Remember(IReadOnlyDictionary<string, IReadOnlyList<string>> off)
    {
        for (var place = 0; place < _slots.Length; place++)
        {
            var name = _slots[place].Key;
            var document = saved?.ReadDocument(name);
            Move(place, new SlotEvent.Remembered(document?.Document, document?.SavedAt ?? default, saved?.ReadPending(name), off.GetValueOrDefault(name, [])));
        }
    }

    /// <summary>Falls back to the saved document for each provider that has not answered yet.</summary>
    public void FallBack()
    {
        for (var place = 0; place < _slots.Length; place++)
        {
            Move(place, new SlotEvent.Asked());
        }
    }

    /// <summary>Takes the result of a load. Returns true when it must be compiled.</summary>
    public bool Take(int place, LoadResult load, FingerprintedDocument? document, DateTimeOffset now)
    {
        Move(place, new SlotEvent.Arrived(load, document, ++_arrivals, now));
        return _slots[place].IsCompiling;
    }

    /// <summary>Accepts the document that a provider's slot holds back. Returns false when there is none.</summary>
    public bool TakeHeld(string provider)
    {
        for (var place = 0; place < _slots.Length; place++)
        {
            if (_slots[place].Name == provider && Move(place, new SlotEvent.HeldAccepted(++_arrivals)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes documents wait for a pin; their kill switches take effect. The newest is saved, too: it may be the source's last.</summary>
    public void HoldForPin(DateTimeOffset now)
    {
        for (var place = 0; place < _slots.Length; place++)
        {
            if (_slots[place] is { IsPending: true, Newest: { } newest })
            {
                Move(place, new SlotEvent.Pinned());
                saved?.SavePending(_slots[place].Key, newest, now);
            }
        }
    }

    /// <summary>The slots with saved documents wherever nothing is live and the newest document cannot be; null when there are no such slots.</summary>
    public ProviderSlot[] WithSavedInPlace()
    {
        var slots = Array.ConvertAll(_slots, slot => slot.WithSavedInPlace());
        return Array.Exists(slots, slot => slot is not null) ? [.. slots.Select((slot, place) => slot ?? _slots[place])] : [];
    }

    /// <summary>Applies a choice of documents.</summary>
    /// <param name="before">The slots from which the choice was made; newer documents may have arrived since.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="isPinned">True when the documents wait for a pin, so that only their kill switches take effect.</param>
    /// <param name="now">The time.</param>
    public void Settle(ProviderSlot[] before, RuleSetSelection selection, bool isPinned, DateTimeOffset now)
    {
        for (var place = 0; place < before.Length; place++)
        {
            if (!before[place].IsPending)
            {
                continue;
            }

            if (selection.Documents[place] is { } document && document == before[place].Newest)
            {
                if (isPinned)
                {
                    Move(place, new SlotEvent.Compiled(document));
                }
                else
                {
                    Serve(place, document, now);
                }
            }
            else if (_slots[place].Newest == before[place].Newest)
            {
                Move(place, new SlotEvent.Refused(selection.Problems));
            }
        }
    }

    /// <summary>Takes the callback of the provider's newest document, once; null when there is none.</summary>
    public Action? TakeDue(int place)
    {
        var due = _slots[place].Due;
        if (due is not null)
        {
            Move(place, new SlotEvent.Told());
        }

        return due;
    }

    // Two addresses may differ only in their query, which the name leaves out.
    private static string KeyOf(IReadOnlyList<IRuleProvider> providers, int place)
    {
        var earlier = providers.Take(place).Count(provider => provider.Name == providers[place].Name);
        return earlier == 0 ? providers[place].Name : string.Create(CultureInfo.InvariantCulture, $"{providers[place].Name}#{earlier + 1}");
    }

    private void Serve(int place, FingerprintedDocument document, DateTimeOffset now)
    {
        Move(place, new SlotEvent.Served(document, now));
        var slot = _slots[place];
        if (!ReferenceEquals(slot.Serving, slot.Saved))
        {
            saved?.SaveDocument(slot.Key, document, now);
        }

        if (!slot.IsPending)
        {
            saved?.DeletePending(slot.Key);
        }
    }

    // Returns false when nothing has changed.
    private bool Move(int place, SlotEvent happened)
    {
        var before = _slots[place];
        _slots[place] = before.Next(happened, options);
        return !ReferenceEquals(before, _slots[place]);
    }
}
