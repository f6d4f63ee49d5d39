namespace GrayFlags.Snapshots.Updating;

/// <summary>
/// The start phase of the updater: documents loaded during it are settled together, once. <see cref="Took"/> and <see cref="End"/> are called under the
/// updater's lock.
/// </summary>
internal sealed class StartPhase
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ProviderLoop> _loaded = [];
    private volatile bool _isLoading;

    /// <summary>True while providers are asked for the first time, one after the other.</summary>
    public bool IsLoading
    {
        get => _isLoading;
        set => _isLoading = value;
    }

    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>A task that completes when the synchronously loaded documents are settled.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Records that a provider answered synchronously.</summary>
    public void Took(ProviderLoop loop) => _loaded.Add(loop);

    /// <summary>Marks the synchronously loaded documents as settled.</summary>
    public void End()
    {
        _loaded.ForEach(static loop => loop.EndFirstLoad());
        _ended.TrySetResult();
    }
}
