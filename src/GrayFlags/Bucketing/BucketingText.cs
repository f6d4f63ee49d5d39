namespace GrayFlags.Bucketing;

/// <summary>The text form in which an attribute's value is hashed into a bucket.</summary>
internal static class BucketingText
{
    /// <summary>The text itself; empty for a value that counts as missing.</summary>
    /// <param name="value">The value.</param>
    /// <param name="buffer">Room for <see cref="GrayValue.MaxNumberLength"/> characters.</param>
    public static ReadOnlySpan<char> Of(GrayValue value, Span<char> buffer) => value.Kind switch
    {
        GrayValueKind.Text => value.Text,
        GrayValueKind.Number => value.NumberText(buffer),
        GrayValueKind.Boolean => value.Boolean ? "true" : "false",
        _ => default,
    };

    /// <summary>Hashes texts as they are, numbers in the invariant culture, and <c>true</c> or <c>false</c>; any other value counts as missing.</summary>
    public static bool TryHash(GrayValue value, out ulong hash)
    {
        switch (value.Kind)
        {
            case GrayValueKind.Text when value.Text!.Length > 0:
                hash = TextHash.Of(value.Text);
                return true;
            case GrayValueKind.Number:
                hash = TextHash.Of(value.NumberText(stackalloc char[GrayValue.MaxNumberLength]));
                return true;
            case GrayValueKind.Boolean:
                hash = TextHash.Of(value.Boolean ? "true" : "false");
                return true;
            default:
                hash = 0;
                return false;
        }
    }
}
