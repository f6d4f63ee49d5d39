namespace GrayFlags.Tests.Telemetry;

/// <summary>One event of the log, as the sources declare it.</summary>
internal sealed record EventRow(int Id, string Level, string Name, string Message);
