using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Tickets for streams behind authorization: for one user and one audience, in the address.</summary>
/// <remarks>
/// A client connects anew whenever the address changes, and data protection never gives one text twice. So a ticket is kept for the window in which it was
/// made. Instances that share nothing but keys give different ones, each as good as the other: the entity tag covers whose and of when a ticket is, and not its
/// text, so that a client which asks another instance keeps what it has.
/// </remarks>
internal sealed class OfrepTickets(IDataProtectionProvider protection, TimeProvider clock)
{
    private const int MaxKept = 20_000;
    private const char Separator = '\n';

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("GrayFlags.Ofrep.Events.v1");
    private Kept _kept = new(0);

    /// <summary>The number of the window now: what is told to a client with a ticket is another answer in the next.</summary>
    public long Now => clock.GetUtcNow().UtcTicks / Window.Ticks;

    /// <summary>The ticket of a user, good for 10 to 20 minutes.</summary>
    public string For(string audience, string user)
    {
        var kept = KeptOf(Now);
        if (kept.Tickets.TryGetValue((audience, user), out var known))
        {
            return known;
        }

        var ticket = _protector.Protect(
            string.Create(CultureInfo.InvariantCulture, $"{kept.Window}{Separator}{Uri.EscapeDataString(audience)}{Separator}{user}"));

        // Of more users than may be kept, the later ones have another at each question that is answered anew.
        return Interlocked.Increment(ref kept.Count) <= MaxKept ? kept.Tickets.GetOrAdd((audience, user), ticket) : ticket;
    }

    private Kept KeptOf(long window)
    {
        var kept = _kept;
        if (kept.Window == window)
        {
            return kept;
        }

        var made = new Kept(window);
        var before = Interlocked.CompareExchange(ref _kept, made, kept);
        return ReferenceEquals(before, kept) ? made : before;
    }

    /// <summary>Reads a ticket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="audience">The audience that it has to be of.</param>
    /// <param name="user">The user that it is for.</param>
    /// <param name="isOver">True when its time is over.</param>
    /// <returns>True when it is one of ours, of this audience.</returns>
    public bool TryRead(string? ticket, string audience, [NotNullWhen(true)] out string? user, out bool isOver)
    {
        (user, isOver) = (null, false);
        if (string.IsNullOrEmpty(ticket))
        {
            return false;
        }

        string[] parts;
        try
        {
            parts = _protector.Unprotect(ticket).Split(Separator, 3);
        }
        catch (CryptographicException)
        {
            return false;
        }

        if (parts.Length != 3
            || parts[1] != Uri.EscapeDataString(audience)
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var window))
        {
            return false;
        }

        (user, isOver) = (parts[2], Now - window > 1);
        return true;
    }

    private sealed record Kept(long Window)
    {
        // Beside the dictionary, whose own count takes all of its locks.
        public int Count;

        public ConcurrentDictionary<(string Audience, string User), string> Tickets { get; } = new();
    }
}
