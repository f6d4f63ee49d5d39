namespace GrayFlags.Dashboard.Pages;

/// <summary>A file that the page loads.</summary>
internal sealed record PageFile(string Name, string ContentType, byte[] Content);
