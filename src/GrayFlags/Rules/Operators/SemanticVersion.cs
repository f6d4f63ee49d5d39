using System.Globalization;

namespace GrayFlags.Rules.Operators;

/// <summary>A version and its precedence after Semantic Versioning 2.0.0, read from text in place. https://semver.org/spec/v2.0.0.html</summary>
/// <remarks>
/// A leading <c>v</c> is passed over, and minor and patch may be missing. A fourth number, the revision that assemblies and files of .NET have, comes after the
/// patch and before the prerelease, as in NuGet. Build metadata is checked and has no say.
/// </remarks>
internal readonly ref struct SemanticVersion(long major, long minor, long patch, long revision, ReadOnlySpan<char> prerelease)
{
    private const int MaxLength = 256;

    // So that each number has a successor, and none overflows.
    private const int MaxDigits = 18;
    private const int Core = 3;
    private const int MaxParts = 4;

    public readonly long Major = major;
    public readonly long Minor = minor;
    public readonly long Patch = patch;
    public readonly long Revision = revision;
    public readonly ReadOnlySpan<char> Prerelease = prerelease;

    /// <summary>Reads a version.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version; parts that are missing are 0.</param>
    /// <param name="parts">How many of major, minor, patch and revision are given.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version, out int parts)
    {
        version = default;
        parts = 0;
        if (text.Length > MaxLength)
        {
            return false;
        }

        if (Cut(text is ['v' or 'V', ..] ? text[1..] : text, '+', out var release, out var build) && !AreIdentifiers(build, isNumberChecked: false))
        {
            return false;
        }

        var isPrerelease = Cut(release, '-', out var core, out var prerelease);
        if (isPrerelease && !AreIdentifiers(prerelease, isNumberChecked: true))
        {
            return false;
        }

        Span<long> numbers = stackalloc long[MaxParts];
        numbers.Clear();
        var isLast = false;
        while (!isLast)
        {
            isLast = !Cut(core, '.', out var number, out core);
            if (parts == MaxParts || !TryNumber(number, out numbers[parts]))
            {
                return false;
            }

            parts++;
        }

        version = new SemanticVersion(numbers[0], numbers[1], numbers[2], numbers[3], prerelease);
        return !isPrerelease || parts >= Core;
    }

    public int CompareTo(scoped SemanticVersion other)
    {
        var order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        order = order != 0 ? order : Patch.CompareTo(other.Patch);
        order = order != 0 ? order : Revision.CompareTo(other.Revision);
        if (order != 0)
        {
            return order;
        }

        // The version itself comes after its prereleases.
        return Prerelease.IsEmpty || other.Prerelease.IsEmpty
            ? Prerelease.IsEmpty.CompareTo(other.Prerelease.IsEmpty)
            : Compare(Prerelease, other.Prerelease);
    }

    private static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            var isLeftLonger = Cut(left, '.', out var leftFirst, out left);
            var isRightLonger = Cut(right, '.', out var rightFirst, out right);
            var order = CompareIdentifiers(leftFirst, rightFirst);
            if (order != 0)
            {
                return order;
            }

            if (!isLeftLonger || !isRightLonger)
            {
                return isLeftLonger.CompareTo(isRightLonger);
            }
        }
    }

    // Numbers before words; numbers have no leading zeros, so the longer one is the larger one.
    private static int CompareIdentifiers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => (IsNumber(left), IsNumber(right)) switch
    {
        (true, true) when left.Length != right.Length => left.Length.CompareTo(right.Length),
        (true, false) => -1,
        (false, true) => 1,
        _ => left.SequenceCompareTo(right),
    };

    private static bool AreIdentifiers(ReadOnlySpan<char> text, bool isNumberChecked)
    {
        var isLast = false;
        while (!isLast)
        {
            isLast = !Cut(text, '.', out var identifier, out text);
            if (identifier.IsEmpty || (isNumberChecked && identifier is ['0', _, ..] && IsNumber(identifier)))
            {
                return false;
            }

            foreach (var character in identifier)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= MaxDigits && text is not ['0', _, ..] && IsNumber(text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool Cut(ReadOnlySpan<char> text, char at, out ReadOnlySpan<char> before, out ReadOnlySpan<char> after)
    {
        var index = text.IndexOf(at);
        before = index < 0 ? text : text[..index];
        after = index < 0 ? default : text[(index + 1)..];
        return index >= 0;
    }
}
