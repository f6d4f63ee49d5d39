namespace GrayFlags.Engines;

/// <summary>The names of what an engine has skipped, since it cannot be read.</summary>
internal static class EngineDamage
{
    // Enough for people to know where to look; whoever fills a store with nonsense does not fill memory with it.
    private const int MostNamed = 100;
    private const int MostLength = 200;

    /// <summary>Adds a name, unless it is there.</summary>
    public static void Add(List<string> names, string name)
    {
        name = EngineText.Storable(name.Length <= MostLength ? name : name[..MostLength]);
        if (names.Count < MostNamed && !names.Contains(name))
        {
            names.Add(name);
        }
    }
}
