namespace GrayFlags.AspNetCore.Requests;

/// <summary>The callbacks that a handler wants to run when the response starts. It is done only where the handler was asked by more than a gate.</summary>
internal sealed class HeldCallbacks
{
    private List<(Func<object, Task> Callback, object State)>? _held;

    public bool IsWanted { get; set; }

    public void Add(Func<object, Task> callback, object state) => (_held ??= []).Add((callback, state));

    public async Task RunAsync()
    {
        // The last comes first, as servers do it.
        for (var index = (_held?.Count ?? 0) - 1; IsWanted && index >= 0; index--)
        {
            var (callback, state) = _held![index];
            await callback(state).ConfigureAwait(false);
        }
    }
}
