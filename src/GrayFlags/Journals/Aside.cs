namespace GrayFlags.Journals;

/// <summary>Sets damaged or unexpected files aside, next to their original path. Only the latest is kept.</summary>
internal static class Aside
{
    public const string Suffix = ".bad";

    /// <summary>The path of the file that was set aside.</summary>
    public static string PlaceOf(string path)
    {
        var place = path + Suffix;
        if (IsDirectory(place))
        {
            // A directory that somebody has filled is left alone, and so is the file that should be set aside.
            Directory.Delete(place);
        }

        return place;
    }

    /// <summary>Moves a file, a directory, a link itself, or a pipe.</summary>
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

    /// <summary>Makes way for a file: only a directory can block one.</summary>
    public static void MoveDirectory(string path)
    {
        if (IsDirectory(path))
        {
            Move(path);
        }
    }

    private static bool IsDirectory(string path) => Directory.Exists(path) && new FileInfo(path).LinkTarget is null;
}
