using System.Text;

namespace GrayFlags.Tests.Kit;

/// <summary>Random names as documents allow them, and free text that is harder on readers and writers.</summary>
internal static class RandomText
{
    private const int MaxNameLength = 128;

    private static readonly string[] NameParts =
        ["a", "Z", "0", "9", ".", "_", "-", "/", "new-checkout", "新结账", "ß", "İ", "ı", "ﬁ", "é", "e\u0301", "Ж", "ع", "ก็", "٣", "staff"];

    private static readonly string[] FreeParts =
    [
        "", " ", "plain", ",", "a, b", "\"", "\\", "/", "\\u0041", "\n", "\r\n", "\t", "\0", "\u001f", "\u007f", "\u0085", "\u2028", "\u202e", "\ufeff",
        "\ufffd", "\ufffe",
        "<b>&'", "新结账", "é", "e\u0301", "👋", "👩‍👩‍👧", "\U0010ffff", "true", "null", "25%", "# // /* */",
    ];

    /// <summary>1 to 128 letters, digits, marks, '.', '_', '-' or '/'; never a word that is reserved.</summary>
    public static string Name(Random random)
    {
        if (random.Next(40) == 0)
        {
            return new string('n', MaxNameLength - 1) + random.Next(10);
        }

        var name = new StringBuilder();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            name.Append(NameParts[random.Next(NameParts.Length)]);
        }

        return name.ToString();
    }

    public static string Free(Random random)
    {
        var text = new StringBuilder();
        for (var count = random.Next(5); count > 0; count--)
        {
            text.Append(FreeParts[random.Next(FreeParts.Length)]);
        }

        return text.ToString();
    }

    /// <summary>The name, or the same name in another case: references ignore it.</summary>
    public static string OtherCase(Random random, string name)
    {
        var upper = name.ToUpperInvariant();
        return random.Next(3) == 0 && string.Equals(upper, name, StringComparison.OrdinalIgnoreCase) ? upper : name;
    }
}
