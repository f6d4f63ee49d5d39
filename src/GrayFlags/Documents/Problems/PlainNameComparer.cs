namespace GrayFlags.Documents.Problems;

/// <summary>Compares names by their letters and digits alone, ignoring case: <c>new_checkout</c> equals <c>new-checkout</c>.</summary>
internal sealed class PlainNameComparer : IEqualityComparer<string>
{
    private PlainNameComparer()
    {
    }

    public static PlainNameComparer Instance { get; } = new();

    public bool Equals(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (true)
        {
            left = Next(left);
            right = Next(right);
            if (left.IsEmpty || right.IsEmpty)
            {
                return left.IsEmpty && right.IsEmpty;
            }

            if (char.ToUpperInvariant(left[0]) != char.ToUpperInvariant(right[0]))
            {
                return false;
            }

            left = left[1..];
            right = right[1..];
        }
    }

    public int GetHashCode(string obj)
    {
        var hash = default(HashCode);
        foreach (var character in obj)
        {
            if (char.IsLetterOrDigit(character))
            {
                hash.Add(char.ToUpperInvariant(character));
            }
        }

        return hash.ToHashCode();
    }

    private static ReadOnlySpan<char> Next(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && !char.IsLetterOrDigit(text[0]))
        {
            text = text[1..];
        }

        return text;
    }
}
