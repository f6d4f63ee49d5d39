namespace GrayFlags;

/// <summary>A source of flag documents: a file, a configuration section, a database, a URL.</summary>
/// <remarks>
/// The library calls <see cref="LoadAsync"/> for one load at a time, at the start and after each change that <see cref="Watch"/> reports.
/// A provider knows no rules: it brings what was written, and the library compiles it, keeps the last good document, and reports what went wrong. Only the
/// library calls a provider, and always with a token, which is therefore not optional.
/// </remarks>
public interface IRuleProvider
{
    /// <summary>The provider's name in the status, in logs and in problems, for example a file's path. Never a secret.</summary>
    string Name { get; }

    /// <summary>Brings the newest document. An exception counts as <see cref="LoadResult.Unavailable"/>.</summary>
    /// <param name="cancellationToken">Ends the load when the library is disposed; pass it on to your own I/O.</param>
    /// <returns>The result. A task that is already complete is applied before the caller goes on.</returns>
    ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Starts watching. Called once, before the first load.</summary>
    /// <param name="changed">
    /// To be called whenever a load may bring something new: from any thread, as often as wanted; calls are coalesced, and it never throws.
    /// </param>
    /// <returns>Ends the watch when disposed.</returns>
    IDisposable Watch(Action changed);
}
