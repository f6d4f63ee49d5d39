using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Kit;

internal sealed record LogEntry(LogLevel Level, EventId EventId, string Message, Exception? Exception);
