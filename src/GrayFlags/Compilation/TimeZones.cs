using GrayFlags.Rules.Time;

namespace GrayFlags.Compilation;

/// <summary>Finds time zones by their IANA names.</summary>
internal sealed class TimeZones(ProblemList problems)
{
    private const int MaxLength = 64;

    // To look for a zone that is not there is to read the file system. A document with so many mistakes is refused anyway.
    private const int MaxUnknown = 100;

    // A name in a document is also the name of a file that the runtime reads: nothing but the letters of a name goes there.
    // These are files as well, but no names: the machine's own zone, and copies that count leap seconds.
    private static readonly string[] NoNames = ["localtime", "posixrules", "Factory", "posix", "right"];

    private readonly Dictionary<string, (WallClock? Clock, string? Near)> _known = new(StringComparer.Ordinal);
    private int _unknown;

    /// <summary>The zone's clock; null where this machine knows no such zone, with a name that was perhaps meant.</summary>
    public WallClock? Find(string name, out string? near)
    {
        if (!_known.TryGetValue(name, out var found))
        {
            found = _unknown < MaxUnknown ? Look(name) : default;
            _unknown += found.Clock is null ? 1 : 0;
            _known.Add(name, found);
        }

        near = found.Near;
        return found.Clock;
    }

    private (WallClock? Clock, string? Near) Look(string name)
    {
        if (!IsName(name))
        {
            return (null, IanaName(name));
        }

        try
        {
            // Windows' own names, and names in another case, are known on some machines and not on others.
            if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId && zone.Id == name)
            {
                return (WallClock.Of(zone), null);
            }
        }
        catch (Exception exception) when (exception is InvalidTimeZoneException or IOException or UnauthorizedAccessException)
        {
            return (null, null);
        }

        var names = TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Where(zone => zone.HasIanaId).Select(zone => zone.Id);
        return (null, IanaName(name) ?? problems.Near(name, names));
    }

    // Of a zone that is given by its name on Windows, such as China Standard Time; null also on machines without a table of them.
    private static string? IanaName(string name) =>
        name.Length is > 0 and <= MaxLength && TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana) ? iana : null;

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetter(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+')
        && !NoNames.Contains(name.Split('/')[0], StringComparer.OrdinalIgnoreCase);
}
