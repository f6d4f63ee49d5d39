namespace GrayFlags.Rollouts.Guards.Bets;

/// <summary>
/// Divides the risk of an attempt among its guards: those of its first document share nine tenths equally, and any number of later ones share the rest.
/// </summary>
/// <remarks>
/// A guard that is renamed or changed counts as a later one: it begins with fresh wealth, and therefore must not get a full share of the risk. The j-th later
/// one gets 0.1/(j (j + 1)).
/// </remarks>
internal sealed class RiskShares
{
    private const double OfFirst = 0.9;

    private readonly Dictionary<string, double> _shares = new(StringComparer.Ordinal);

    /// <summary>The number of guards that came after the first document.</summary>
    public int Later { get; private set; }

    /// <summary>The share of each current guard, by its key.</summary>
    public IReadOnlyDictionary<string, double> All => _shares;

    public double this[string key] => _shares[key];

    /// <summary>Divides the risk among the guards of the attempt's first document.</summary>
    public void Begin(IReadOnlyCollection<string> keys)
    {
        foreach (var key in keys)
        {
            _shares[key] = OfFirst / keys.Count;
        }
    }

    /// <summary>Continues with the current guards.</summary>
    /// <param name="keys">The keys of the current guards.</param>
    /// <param name="known">The shares of the earlier guards.</param>
    /// <param name="later">The number of guards that came after the first document.</param>
    public void Go(IEnumerable<string> keys, IReadOnlyDictionary<string, double> known, int later)
    {
        _shares.Clear();
        Later = later;
        foreach (var key in keys)
        {
            if (known.TryGetValue(key, out var share) && share is > 0 and <= OfFirst)
            {
                _shares[key] = share;
            }
            else
            {
                Later++;
                _shares[key] = (1 - OfFirst) / (Later * (Later + 1.0));
            }
        }
    }
}
