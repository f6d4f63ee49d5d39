using System.Runtime.CompilerServices;

namespace Polyglot;

/// <summary>Files of the sample where its source lies: it is run from the repository, from whatever folder.</summary>
internal static class SamplePaths
{
    public static string Folder(string relative, [CallerFilePath] string source = "")
    {
        // A deterministic build hides the folder of the source; then it is found from where the program lies.
        var root = Path.GetDirectoryName(source);
        return Path.GetFullPath(Path.Combine(Directory.Exists(root) ? root : Path.Combine(AppContext.BaseDirectory, "../../.."), relative));
    }
}
