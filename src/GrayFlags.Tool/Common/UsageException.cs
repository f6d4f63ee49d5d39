namespace GrayFlags.Tool.Common;

/// <summary>The command cannot do what it was asked to: an option makes no sense, or a file cannot be read. The message is all that people see.</summary>
internal sealed class UsageException(string message) : Exception(message);
