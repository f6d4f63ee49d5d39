namespace GrayFlags.Snapshots.Updating;

/// <summary>The start of the updater: what is loaded meanwhile is settled together, once. <see cref="Took"/> and <see cref="End"/> are called under the updater's lock.</summary>
internal sealed class StartPhase
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ProviderLoop> _loaded = [];
    private volatile bool _isLoading;

    /// <summary>Whether providers are being asked for the first time, one after the other.</summary>
    public bool IsLoading
    {
        get => _isLoading;
        set => _isLoading = value;
    }

    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>Ends when what was loaded at once is settled.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A provider has answered at once.</summary>
    public void Took(ProviderLoop loop) => _loaded.Add(loop);

    /// <summary>What was loaded at once is settled.</summary>
    public void End()
    {
        _loaded.ForEach(static loop => loop.EndFirstLoad());
        _ended.TrySetResult();
    }
}
