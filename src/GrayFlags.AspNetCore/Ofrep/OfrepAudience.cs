using GrayFlags.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>One mapping: its options, and what is known of its authorization once the endpoints are built.</summary>
internal sealed class OfrepAudience(GrayOfrepOptions options, OfrepSite site)
{
    private readonly object _stream = new();
    private int _streams;
    private int _warned;

    public GrayOfrepOptions Options { get; } = options;

    /// <summary>True where a client has to authenticate, so that streams need tickets.</summary>
    public bool IsAuthorized { get; set; }

    /// <summary>The changes of the flags that it shows.</summary>
    public OfrepChanges Changes => site.ChangesOf(Options.Flags);

    /// <summary>The number of streams that are open.</summary>
    public int Streams => Volatile.Read(ref _streams);

    public void NoteStream(EndpointBuilder endpoint) => endpoint.Metadata.Add(_stream);

    public bool IsStream(EndpointBuilder endpoint) => endpoint.Metadata.Contains(_stream);

    /// <summary>Says once that clients here are told of no changes, though they could be.</summary>
    public void NoteMissingTickets()
    {
        if (Options.Events && site.Tickets is null && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            Log.StreamsNeedDataProtection(site.Logger);
        }
    }

    /// <summary>Takes a place for a stream; false when there is none. A place that was taken is given back.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _streams) <= Options.MaxEventStreams)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _streams);
}
