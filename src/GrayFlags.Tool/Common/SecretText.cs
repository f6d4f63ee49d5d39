namespace GrayFlags.Tool.Common;

/// <summary>A key, a token or an address with a password: read from a file or an environment variable, so that it need not stand on the command line.</summary>
/// <param name="Text">The text; empty when the file or the variable is empty, or when there is no such variable.</param>
/// <param name="Name">The place that it is from, for messages.</param>
internal sealed record SecretText(string Text, string Name)
{
    private const string VariablePrefix = "env:";

    /// <summary>Reads what <c>@file</c> or <c>env:NAME</c> names.</summary>
    /// <returns>Null for any other text, which may be the secret itself: do not print it.</returns>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static SecretText? Read(string source) =>
        source.StartsWith('@') ? new(InputFile.Read(source[1..], File.ReadAllText), $"the file {source[1..]}")
        : source.StartsWith(VariablePrefix, StringComparison.Ordinal) ? OfVariable(source[VariablePrefix.Length..])
        : null;

    /// <summary>Reads an environment variable.</summary>
    public static SecretText OfVariable(string name) => new(Environment.GetEnvironmentVariable(name) ?? "", $"the environment variable {name}");
}
