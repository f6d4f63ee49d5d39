namespace GrayFlags.Documents.Reading;

/// <summary>The words <c>true</c> and <c>false</c> in any case: configuration writes what was true in a JSON file as <c>True</c>.</summary>
internal static class BooleanText
{
    public static bool TryParse(ReadOnlySpan<char> text, out bool value)
    {
        value = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }
}
