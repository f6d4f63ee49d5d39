namespace GrayFlags.Formats.Common;

/// <summary>Something that a flag of another system says and that cannot be said here.</summary>
internal sealed class NotExpressibleException(string message) : Exception(message);
