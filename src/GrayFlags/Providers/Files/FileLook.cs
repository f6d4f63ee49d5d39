namespace GrayFlags.Providers.Files;

/// <summary>The result of a look at the file.</summary>
/// <param name="Deliver">Something waits to be loaded.</param>
/// <param name="IsNew">It was not seen at an earlier look.</param>
/// <param name="Again">When to look again, sooner than the next poll; null: no need.</param>
internal readonly record struct FileLook(bool Deliver, bool IsNew, TimeSpan? Again);
