using GrayFlags.Providers.Files;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Files;

/// <summary>Does with a file provider what the library does: watches, loads at the start and after each change, and keeps what it got.</summary>
internal sealed class FileConsumer : IDisposable
{
    private const int MaxWaits = 10;

    private readonly JsonFileRuleProviderOptions _options;
    private readonly List<LoadResult> _loads = [];
    private TaskCompletionSource _hinted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _watch;

    /// <param name="path">The file.</param>
    /// <param name="watched">The file whose directory the real watcher watches: the same one, or one where
    /// nothing happens, so that only the test gives hints. Null: polling only.</param>
    /// <param name="read">Reads in place of the disk.</param>
    /// <param name="configure">Changes the options.</param>
    public FileConsumer(string path, string? watched = null, FileRead? read = null, Action<JsonFileRuleProviderOptions>? configure = null)
    {
        _options = new JsonFileRuleProviderOptions { Path = path, UseWatcher = false };
        configure?.Invoke(_options);
        var content = new FileContent(path, _options.Limits.MaxBytes, read);
        Provider = new JsonFileRuleProvider(_options, Time, Logger, content, watched is null ? null : hint => StartHints(watched, hint));
    }

    public ManualTimeProvider Time { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public JsonFileRuleProvider Provider { get; }

    public FileHints? Hints { get; private set; }

    /// <summary>Hints that the file may have changed, as the watcher does.</summary>
    public Action? Hint { get; private set; }

    /// <summary>Called instead of a load, when a change is reported.</summary>
    public Action? OnChanged { get; set; }

    public FileConsumer Start()
    {
        _watch = Provider.Watch(() => (OnChanged ?? Load)());
        Load();
        return this;
    }

    public FileConsumer Poll()
    {
        Time.Advance(_options.PollInterval);
        return this;
    }

    public FileConsumer Settle()
    {
        Time.Advance(_options.Debounce);
        return this;
    }

    /// <summary>For the real watcher, which may hint again at any moment: each hint begins a new wait.</summary>
    public FileConsumer SettleUntilLoaded()
    {
        var loads = _loads.Count;
        for (var wait = 0; wait < MaxWaits && _loads.Count == loads; wait++)
        {
            Settle();
        }

        return this;
    }

    public void Load()
    {
        var load = Provider.LoadAsync(CancellationToken.None).AsTask();
        Assert.That(load.IsCompletedSuccessfully, "a file's load is complete when it returns");
        _loads.Add(load.Result);
    }

    /// <summary>What came since the last call.</summary>
    public IReadOnlyList<LoadResult> Taken()
    {
        var loads = _loads.ToArray();
        _loads.Clear();
        return loads;
    }

    /// <summary>What came since the last call, in words: the names of the flags, or what was wrong.</summary>
    public IReadOnlyList<string> Seen() => [.. Taken().Select(Text)];

    /// <summary>Acts, and waits until the real watcher noticed.</summary>
    public async Task Hinted(Action act)
    {
        _hinted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        act();
        await _hinted.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose() => _watch?.Dispose();

    private static string Text(LoadResult load) => load.Outcome switch
    {
        LoadOutcome.Loaded => string.Join(' ', load.Document!.Flags.Keys),
        LoadOutcome.Invalid => "invalid: " + load.Problems[0].Message,
        _ => "unavailable: " + load.Reason,
    };

    private FileHints StartHints(string watched, Action hint)
    {
        Hint = hint;
        Hints = new FileHints(watched, OnHint, Logger);
        return Hints;
    }

    private void OnHint()
    {
        Hint!();
        _hinted.TrySetResult();
    }
}
