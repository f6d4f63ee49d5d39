using System.Security.Cryptography;
using System.Text;
using GrayFlags.Journals;

namespace GrayFlags.Snapshots.Persistence;

/// <summary>Maps a name to a file name that is readable, safe on every file system, and unique.</summary>
internal static class SavedFileName
{
    public const string Extension = ".gray";
    public const string BadSuffix = Aside.Suffix;

    private const int MaxSlug = 40;
    private const int HashBytes = 6;

    /// <summary>The file name, in lower case only, because some file systems ignore case; the hash of the exact name makes it unique.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder(MaxSlug);
        foreach (var letter in name)
        {
            if (slug.Length == MaxSlug)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        // A name with a lone surrogate hashes as if it contained U+FFFD; reading compares the whole name.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return $"{slug.ToString().TrimEnd('-')}-{Convert.ToHexString(hash, 0, HashBytes).ToLowerInvariant()}{Extension}".TrimStart('-');
    }
}
