namespace GrayFlags.Formats.Common;

/// <summary>The names of fields of other systems' contexts, which are attributes here.</summary>
internal static class ContextFields
{
    /// <summary>The name itself.</summary>
    /// <exception cref="NotExpressibleException">It is a word of our own documents, and no attribute can have it.</exception>
    public static string NameOf(string name) => name is "user" or "instance" or "request"
        ? throw new NotExpressibleException($"'{name}' is a word with a meaning of its own here, and cannot be the name of a context field")
        : name;
}
