namespace GrayFlags.AspNetCore.Requests;

/// <summary>A handler's callbacks for the start of the response, which run only when more than a gate has called the handler.</summary>
internal sealed class HeldCallbacks
{
    private List<(Func<object, Task> Callback, object State)>? _held;

    public bool IsWanted { get; set; }

    public void Add(Func<object, Task> callback, object state) => (_held ??= []).Add((callback, state));

    public async Task RunAsync()
    {
        // Last in, first out, as servers do it.
        for (var index = (_held?.Count ?? 0) - 1; IsWanted && index >= 0; index--)
        {
            var (callback, state) = _held![index];
            await callback(state).ConfigureAwait(false);
        }
    }
}
