using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Kit;

/// <summary>One line that was logged.</summary>
internal sealed record LogEntry(string Category, LogLevel Level, EventId EventId, string Message, Exception? Exception);
