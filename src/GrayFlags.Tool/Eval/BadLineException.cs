namespace GrayFlags.Tool.Eval;

/// <summary>A line asks for nothing that can be answered.</summary>
/// <param name="error">What is wrong, in one word: <see cref="Line"/> or <see cref="Document"/>.</param>
/// <param name="message">What is wrong, for people.</param>
internal sealed class BadLineException(string error, string message) : Exception(message)
{
    /// <summary>The line itself is wrong.</summary>
    public const string Line = "BadLine";

    /// <summary>The document would be refused.</summary>
    public const string Document = "BadDocument";

    public string Error { get; } = error;

    public static BadLineException Of(string message) => new(Line, message);
}
