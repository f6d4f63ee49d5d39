namespace GrayFlags.Dashboard.Wire;

/// <summary>A version of a document of a store, with its text.</summary>
internal sealed record DocumentView(string Name, long Version, DateTimeOffset At, string By, string Reason, string Json);
