using Microsoft.AspNetCore.Http.Features;

namespace GrayFlags.AspNetCore.Shadowing;

/// <summary>A response without a client. Completion callbacks, such as disposals, still run.</summary>
internal sealed class ShadowResponse : HttpResponseFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();

    public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public async Task CompleteAsync()
    {
        while (_completed.TryPop(out var next))
        {
            await next.Callback(next.State).ConfigureAwait(false);
        }
    }
}
