using GrayFlags.Documents.Reading;

namespace GrayFlags.Tests.Snapshots;

/// <summary>A provider whose loads a test scripts: each load takes the next step, the last step stays.</summary>
internal sealed class ScriptedProvider(string name = "scripted") : IRuleProvider
{
    private readonly Queue<Func<ValueTask<LoadResult>>> _steps = new();
    private Action? _changed;

    public string Name { get; } = name;

    public int Loads { get; private set; }

    public int LoadsInFlight { get; private set; }

    public int MostLoadsInFlight { get; private set; }

    public Exception? WatchFails { get; init; }

    public ScriptedProvider Then(Func<ValueTask<LoadResult>> step)
    {
        _steps.Enqueue(step);
        return this;
    }

    public ScriptedProvider Then(LoadResult load) => Then(() => new ValueTask<LoadResult>(load));

    public ScriptedProvider ThenJson(string json) => Then(Json(json));

    public static LoadResult Json(string json) => LoadResult.From(DocumentReader.Read(json, new DocumentReaderOptions { Source = "scripted" }), null);

    public void Fire() => _changed?.Invoke();

    public IDisposable Watch(Action changed)
    {
        if (WatchFails is not null)
        {
            throw WatchFails;
        }

        _changed = changed;
        return new Ending(this);
    }

    public async ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken)
    {
        Loads++;
        LoadsInFlight++;
        MostLoadsInFlight = Math.Max(MostLoadsInFlight, LoadsInFlight);
        try
        {
            var step = _steps.Count > 1 ? _steps.Dequeue() : _steps.Peek();
            return await step();
        }
        finally
        {
            LoadsInFlight--;
        }
    }

    private sealed class Ending(ScriptedProvider owner) : IDisposable
    {
        public void Dispose() => owner._changed = null;
    }
}
