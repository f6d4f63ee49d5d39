namespace GrayFlags.Journals;

/// <summary>Keeps what is damaged, or is something else, beside its place: the latest only.</summary>
internal static class Aside
{
    public const string Suffix = ".bad";

    /// <summary>Where it is kept.</summary>
    public static string PlaceOf(string path)
    {
        var place = path + Suffix;
        if (IsDirectory(place))
        {
            // One that somebody has filled is left alone, and then so is what has to be set aside.
            Directory.Delete(place);
        }

        return place;
    }

    /// <summary>Moves whatever is there: a file, a directory, a link itself, a pipe.</summary>
    public static void Move(string path)
    {
        var place = PlaceOf(path);
        if (IsDirectory(path))
        {
            File.Delete(place);
            Directory.Move(path, place);
        }
        else
        {
            File.Move(path, place, overwrite: true);
        }
    }

    /// <summary>Makes way for a file: nothing but a directory is in the way of one.</summary>
    public static void MoveDirectory(string path)
    {
        if (IsDirectory(path))
        {
            Move(path);
        }
    }

    private static bool IsDirectory(string path) => Directory.Exists(path) && new FileInfo(path).LinkTarget is null;
}
