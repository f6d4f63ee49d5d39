namespace GrayFlags;

/// <summary>Gives flags answers of the program's own, for a test or on a developer's machine. Safe to call from any thread.</summary>
/// <remarks>
/// An override lasts until its scope is disposed, in this async flow and those it starts, and nowhere else. It wins over everything, the kill switch too, and
/// the flag need not exist. Snapshots and handles of the same evaluator see it, and so do flags that <c>require</c> the overridden one; of two, the inner one
/// wins. It costs nothing while there is none.
/// </remarks>
public interface IGrayOverrides
{
    /// <summary>Makes a flag on or off.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="enabled">True for on.</param>
    /// <returns>The scope; dispose it.</returns>
    /// <exception cref="ArgumentException"><paramref name="flag"/> is null or empty.</exception>
    IDisposable Override(string flag, bool enabled);

    /// <summary>Makes a flag serve one of its variants.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="variant">The variant's name. If the flag has none of this name, <c>GetValue</c> returns the default value.</param>
    /// <returns>The scope; dispose it.</returns>
    /// <exception cref="ArgumentException"><paramref name="flag"/> or <paramref name="variant"/> is null or empty.</exception>
    IDisposable Override(string flag, string variant);
}
