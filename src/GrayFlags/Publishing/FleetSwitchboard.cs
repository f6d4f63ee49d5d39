using GrayFlags.Documents.Problems;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Publishing;

/// <summary>
/// Keeps the kill switch of a fleet in step with its store: what is newer here, since the store has lost it or could not be reached, is written there again.
/// Safe to use from any thread.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="document">The document that the kill switch goes with.</param>
/// <param name="logger">The log.</param>
/// <param name="hasten">
/// Brings the next <see cref="RefreshAsync"/> forward: called when the store has not taken a flag that was turned off. Default: nothing.
/// </param>
internal sealed class FleetSwitchboard(IDocumentStore store, string document, ILogger logger, Action? hasten = null) : IDisposable
{
    private const int MostTries = 50;
    private const int MostVersionsTried = 50;

    // A minute at the pace of polls. Who knows a version does not read it again; who starts reads what became of it.
    private const int RefreshesBetweenWholeReads = 4;

    private readonly string _name = DocumentNames.SwitchesOf(document);
    private readonly StoredCopy _copy = new(store, DocumentNames.SwitchesOf(document));
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Action<FleetSwitches> _changed = static _ => { };
    private Func<IReadOnlyList<TurnedOffFlag>> _waiting = static () => [];
    private FleetSwitches _known = FleetSwitches.None;
    private long _unreadable;
    private long _recovered;
    private int _refreshes;
    private volatile bool _isUnreadable;
    private bool _hasFailedToWrite;

    /// <summary>The kill switch of the fleet, as far as this process knows it.</summary>
    public FleetSwitches Known => Volatile.Read(ref _known);

    /// <summary>True when the kill switch in the store could not be read at the last look.</summary>
    public bool IsUnreadable => _isUnreadable;

    /// <summary>The version that could not be read and was replaced, and the one that is the base of what replaced it; null when none was.</summary>
    public (long Unreadable, long Base)? Replaced { get; private set; }

    /// <summary>True while flags were turned off here that the store has not got yet.</summary>
    public bool IsWaiting => _waiting().Count > 0;

    /// <summary>Connects it to the rules of this process; before anything is read.</summary>
    /// <param name="known">What an earlier run knew.</param>
    /// <param name="waiting">The flags that were turned off here and that the store has not got yet.</param>
    /// <param name="changed">Takes what the fleet has.</param>
    public void Connect(FleetSwitches known, Func<IReadOnlyList<TurnedOffFlag>> waiting, Action<FleetSwitches> changed) =>
        (_known, _waiting, _changed) = (known, waiting, changed);

    /// <summary>Reads the store, and writes what it lacks.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (++_refreshes % RefreshesBetweenWholeReads == 0)
            {
                _copy.Forget();
            }

            var (stored, unreadable) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            _isUnreadable = unreadable is not null;
            if (unreadable is null)
            {
                Take(stored);
            }
            else
            {
                await RecoverAsync(unreadable, cancellationToken).ConfigureAwait(false);
            }

            await WriteWhatIsMissingAsync(stored.Version, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Changes what the whole fleet has.</summary>
    /// <param name="edit">Returns the changed switches, or the same reference for no change.</param>
    /// <param name="mayReplace">
    /// True to replace a version that cannot be read, with the last one that can as the base: whatever is in the store, a flag can be turned off.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when something was changed.</returns>
    public async Task<bool> ChangeAsync(Func<FleetSwitches, FleetSwitches> edit, bool mayReplace, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await WriteAsync(edit, mayReplace, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
            if (IsWaiting)
            {
                hasten?.Invoke();
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> WriteAsync(Func<FleetSwitches, FleetSwitches> edit, bool mayReplace, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var (stored, unreadable) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var before = unreadable is not null ? await BaseAsync(unreadable, cancellationToken).ConfigureAwait(false)
                : stored.Version >= Known.Version ? stored
                : Known;

            // What was turned off in between is known to nobody here: it must not come on with the flag that is meant.
            if (unreadable is not null && before.Version < unreadable.Version && !mayReplace)
            {
                throw new InvalidDataException(
                    $"The kill switch '{_name}' in the store was written by a later version of the library, or is damaged. An instance that knew it writes it "
                        + "again within a minute or two; turning a flag off replaces it.");
            }

            var after = edit(before);
            if (ReferenceEquals(before, after))
            {
                Take(before);
                return false;
            }

            // Above whatever anybody here has seen, so that a store that was set back cannot make it look older.
            var next = after with { Version = DocumentNames.VersionAfter(_name, stored.Version, before.Version) };
            if (await TryWriteAsync(next, stored.Version, cancellationToken).ConfigureAwait(false))
            {
                if (unreadable is not null && before.Version < unreadable.Version)
                {
                    Replaced = (stored.Version, before.Version);
                    Log.FleetSwitchesReplaced(logger, _name, stored.Version, next.Version, before.Version);
                }

                Take(next);
                return true;
            }
        }

        throw new IOException($"The kill switch '{_name}' was changed by others {MostTries} times in a row.");
    }

    private async Task<bool> TryWriteAsync(FleetSwitches next, long expectedVersion, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.WriteAsync(Document(next), expectedVersion, cancellationToken).ConfigureAwait(false)).IsWritten;
        }
        catch (InvalidDataException exception) when (DamagedVersion.Of(exception) is not null)
        {
            // Another version is there, of which a part is lost: the next look finds it.
            return false;
        }
    }

    // What cannot be read has its version all the same.
    private async Task<(FleetSwitches Stored, StoredDocument? Unreadable)> ReadAsync(CancellationToken cancellationToken)
    {
        var (stored, damaged) = await _copy.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (damaged is not null)
        {
            // What it had turned off is as damaged as a text that is cut off.
            stored = new StoredDocument(_name, damaged.Version, default, damaged.By, "", default);
        }

        if (stored is null)
        {
            return (FleetSwitches.None, null);
        }

        if (FleetSwitchesJson.TryRead(stored) is { } switches)
        {
            return (switches, null);
        }

        if (_unreadable != stored.Version)
        {
            _unreadable = stored.Version;
            Log.FleetSwitchesUnreadable(logger, _name, stored.Version);
        }

        return (FleetSwitches.None with { Version = stored.Version }, stored);
    }

    // What holds while the newest version cannot be read.
    private async Task RecoverAsync(StoredDocument unreadable, CancellationToken cancellationToken)
    {
        if (_recovered == unreadable.Version)
        {
            return;
        }

        if (Known.Version < unreadable.Version)
        {
            Take(await BaseAsync(unreadable, cancellationToken).ConfigureAwait(false));
        }

        if (Known.Version == unreadable.Version)
        {
            // It was read here before it was damaged: of several instances that know it, one writes it anew, and the others find that.
            Take(Known with { Version = unreadable.Version + 1 });
        }

        _recovered = unreadable.Version;
    }

    // The last version that can be read, and whatever flags the one that cannot still names.
    private async Task<FleetSwitches> BaseAsync(StoredDocument unreadable, CancellationToken cancellationToken)
    {
        var readable = await LastReadableAsync(unreadable.Version, cancellationToken).ConfigureAwait(false);
        readable = readable.Version >= Known.Version ? readable : Known;
        return FleetSwitchesJson.Salvage(unreadable).Aggregate(
            readable, static (switches, entry) => switches.Find(entry.Flag) is null ? switches.With(entry) : switches);
    }

    private async Task<FleetSwitches> LastReadableAsync(long unreadable, CancellationToken cancellationToken)
    {
        // Its text may be there, and only what says that it is the latest one is lost.
        var earlier = await store.ReadHistoryAsync(_name, unreadable, MostVersionsTried, cancellationToken).ConfigureAwait(false);
        foreach (var version in earlier.Select(static revision => revision.Version).Prepend(unreadable))
        {
            if (await TryReadAsync(version, cancellationToken).ConfigureAwait(false) is { } switches)
            {
                return switches;
            }
        }

        return FleetSwitches.None;
    }

    private async Task<FleetSwitches?> TryReadAsync(long version, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(_name, version, cancellationToken).ConfigureAwait(false) is { } stored ? FleetSwitchesJson.TryRead(stored) : null;
        }
        catch (InvalidDataException exception) when (DamagedVersion.Of(exception) is not null)
        {
            return null;
        }
    }

    private async Task WriteWhatIsMissingAsync(long storedVersion, CancellationToken cancellationToken)
    {
        var waiting = _waiting();
        if (waiting.Count == 0 && Known.Version <= storedVersion)
        {
            return;
        }

        try
        {
            if (Known.Version > storedVersion)
            {
                // The number stays: of several instances that know it, one writes, and the others find it there.
                await TryWriteAsync(Known, storedVersion, cancellationToken).ConfigureAwait(false);
            }

            foreach (var entry in waiting)
            {
                await WriteAsync(
                    switches => switches.Find(entry.Flag) is null ? switches.With(entry) : switches, mayReplace: true, cancellationToken).ConfigureAwait(false);
            }

            _hasFailedToWrite = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Reading is enough to obey; that an instance may not write is no reason to take no rules.
            if (!_hasFailedToWrite)
            {
                _hasFailedToWrite = true;
                Log.FleetSwitchesNotWritten(logger, _name, exception);
            }
        }
    }

    private StoredDocument Document(FleetSwitches switches) => new(
        _name, switches.Version, default, LogSafeText.Name(switches.By), LogSafeText.Sentence(switches.Reason), FleetSwitchesJson.Write(switches));

    private void Take(FleetSwitches switches)
    {
        if (switches.Version < Known.Version || (switches.Version == Known.Version && switches.TurnedOff.SequenceEqual(Known.TurnedOff)))
        {
            return;
        }

        Volatile.Write(ref _known, switches);
        _changed(switches);
    }
}
