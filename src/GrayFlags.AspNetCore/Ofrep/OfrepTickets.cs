using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace GrayFlags.AspNetCore.Ofrep;

/// <summary>Tickets for streams behind authorization: for one user and one audience, in the address.</summary>
/// <remarks>
/// A client connects anew whenever the address changes, and data protection never gives one text twice. So a ticket is kept for the window in which it was
/// made; instances that share nothing but keys give different ones, which costs a reconnection.
/// </remarks>
internal sealed class OfrepTickets(IDataProtectionProvider protection, TimeProvider clock)
{
    private const int MaxKept = 20_000;
    private const char Separator = '\n';

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("GrayFlags.Ofrep.Events.v1");
    private ConcurrentDictionary<(long Window, string Audience, string User), string> _kept = new();

    /// <summary>The number of the window now: what is told to a client with a ticket is another answer in the next.</summary>
    public long Now => clock.GetUtcNow().UtcTicks / Window.Ticks;

    /// <summary>The ticket of a user, good for 10 to 20 minutes.</summary>
    public string For(string audience, string user)
    {
        var key = (Now, audience, user);
        if (_kept.TryGetValue(key, out var known))
        {
            return known;
        }

        var kept = _kept;
        if (kept.Count >= MaxKept || kept.Keys.FirstOrDefault() is { Audience: not null } any && any.Window != key.Now)
        {
            _kept = kept = new();
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Now}{Separator}{audience}{Separator}{user}");
        return kept.GetOrAdd(key, _protector.Protect(text));
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

        if (parts.Length != 3 || parts[1] != audience || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var window))
        {
            return false;
        }

        (user, isOver) = (parts[2], Now - window > 1);
        return true;
    }
}
