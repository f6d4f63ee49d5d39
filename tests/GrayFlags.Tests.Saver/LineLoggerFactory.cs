using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Saver;

/// <summary>Makes loggers that print warnings and worse.</summary>
internal sealed class LineLoggerFactory : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Warnings();

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Warnings : ILogger
    {
        private readonly LineLogger _lines = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                _lines.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
