using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Saver;

/// <summary>Writes the level and the id of each message to the output, where the test counts them.</summary>
internal sealed class LineLogger : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Console.WriteLine($"{logLevel} {eventId.Id}");
}
