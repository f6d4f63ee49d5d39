using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Kit;

/// <summary>Makes loggers that all write to one list. Thread-safe.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    /// <summary>The lines so far, oldest first.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new RecordingLogger(categoryName, _entries);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}
