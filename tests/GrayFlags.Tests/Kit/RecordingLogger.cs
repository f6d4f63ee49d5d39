using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Kit;

/// <summary>Keeps what is logged. Thread-safe.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly string _category;
    private readonly ConcurrentQueue<LogEntry> _entries;

    public RecordingLogger()
        : this("", new ConcurrentQueue<LogEntry>())
    {
    }

    internal RecordingLogger(string category, ConcurrentQueue<LogEntry> entries)
    {
        _category = category;
        _entries = entries;
    }

    /// <summary>The lines so far, oldest first; of all loggers where a factory made this one.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue(new LogEntry(_category, logLevel, eventId, formatter(state, exception), exception));
}
