using GrayFlags.Snapshots.Persistence;

namespace GrayFlags.DependencyInjection;

/// <summary>The state directory, one for all that is saved in it: two of them would find each other's lock.</summary>
/// <param name="Folder">The directory; null when nothing is saved.</param>
internal sealed record StateFolderSource(StateFolder? Folder);
