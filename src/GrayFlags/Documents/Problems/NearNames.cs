namespace GrayFlags.Documents.Problems;

/// <summary>
/// Finds near names for the mistakes of one document, as long as its share of work lasts: a search for each of ten thousand mistakes would take minutes.
/// </summary>
internal sealed class NearNames
{
    // Some ten milliseconds at the worst. Twenty searches among 2,000 names of usual length; those beyond are told without a near name.
    private int _characters = 1_000_000;

    /// <inheritdoc cref="NearName.Find(string, IEnumerable{string})"/>
    public string? Find(string name, IEnumerable<string> candidates) => _characters <= 0 ? null : NearName.Find(name, candidates, ref _characters);
}
