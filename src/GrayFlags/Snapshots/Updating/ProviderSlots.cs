using System.Globalization;
using GrayFlags.Documents;
using GrayFlags.Snapshots.Persistence;

namespace GrayFlags.Snapshots.Updating;

/// <summary>The slots of all providers, in their order. Changed by the updater only, under its lock.</summary>
internal sealed class ProviderSlots(IReadOnlyList<IRuleProvider> providers, UpdaterOptions options, StateStore? saved)
{
    private readonly ProviderSlot[] _slots = [.. providers.Select((provider, place) => new ProviderSlot { Name = provider.Name, Key = KeyOf(providers, place) })];
    private long _arrivals;

    public IReadOnlyList<ProviderSlot> All => _slots;

    /// <summary>The problems of those whose document is refused, and that have nothing to fall back to.</summary>
    public IReadOnlyList<DocumentProblem> WithoutFallback =>
        [.. _slots.Where(static slot => slot.Serving is null && slot.State is ProviderState.Invalid or ProviderState.Waiting).SelectMany(static slot => slot.Problems)];

    /// <summary>True when the newest document of every provider serves.</summary>
    public bool AreSettled => !Array.Exists(_slots, static slot => slot.IsPending);

    /// <summary>The slots as they are now, for work that goes on without the lock.</summary>
    public ProviderSlot[] Copy() => [.. _slots];

    /// <summary>Brings back what an earlier run knew.</summary>
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

    /// <summary>What has not answered by now falls back to what was saved.</summary>
    public void FallBack()
    {
        for (var place = 0; place < _slots.Length; place++)
        {
            Move(place, new SlotEvent.Asked());
        }
    }

    /// <summary>A load has ended. True when what it brought has to be compiled.</summary>
    public bool Take(int place, LoadResult load, FingerprintedDocument? document, DateTimeOffset now)
    {
        Move(place, new SlotEvent.Arrived(load, document, ++_arrivals, now));
        return _slots[place].IsCompiling;
    }

    /// <summary>Takes the document that a provider's slot holds back. False when there is none.</summary>
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

    /// <summary>Documents wait for a pin, their kill switches do not. The newest is saved, too: it may be the last that its source gave.</summary>
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

    /// <summary>The slots with documents of the earlier run where nothing serves and the newest document cannot; none where there are no such slots.</summary>
    public ProviderSlot[] WithSavedInPlace()
    {
        var slots = Array.ConvertAll(_slots, slot => slot.WithSavedInPlace());
        return Array.Exists(slots, slot => slot is not null) ? [.. slots.Select((slot, place) => slot ?? _slots[place])] : [];
    }

    /// <summary>It was chosen which documents serve together.</summary>
    /// <param name="before">The slots that the choice was made from; newer documents may have arrived since.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="isPinned">Whether they wait for a pin, so that only their kill switches count.</param>
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

    /// <summary>The callback of the provider that its newest document serves, given once; null when there is none.</summary>
    public Action? TakeDue(int place)
    {
        var due = _slots[place].Due;
        if (due is not null)
        {
            Move(place, new SlotEvent.Told());
        }

        return due;
    }

    // Two addresses may differ in nothing but their query, which the name leaves out.
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

    // False when nothing has changed.
    private bool Move(int place, SlotEvent happened)
    {
        var before = _slots[place];
        _slots[place] = before.Next(happened, options);
        return !ReferenceEquals(before, _slots[place]);
    }
}
