namespace GrayFlags.Providers.Files;

/// <summary>The place where a path really leads, with every link on the way followed as the kernel follows them.</summary>
/// <remarks>
/// <see cref="File.ResolveLinkTarget"/> joins paths as text: under a directory that is itself a link (<c>current -> releases/42</c>),
/// it takes <c>../shared/flags.json</c> from the wrong parent.
/// </remarks>
internal static class FileTarget
{
    private const int MaxLinks = 40;

    /// <summary>The path without links; null when the links go round in a circle. What does not exist is kept as it is.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        var root = Path.GetPathRoot(path) ?? "";
        var real = root;
        var steps = new Stack<string>();
        PushSteps(steps, path[root.Length..]);
        while (steps.TryPop(out var step))
        {
            if (step == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, step);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            // On Windows a link may begin at the root of the drive that it stands on, without naming it.
            root = Path.GetPathRoot(link) ?? "";
            real = root.Length == 0 ? real : Path.IsPathFullyQualified(link) ? root : Path.GetPathRoot(real) ?? root;
            PushSteps(steps, link[root.Length..]);
        }

        return real;
    }

    private static void PushSteps(Stack<string> steps, string path)
    {
        var parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (var index = parts.Length - 1; index >= 0; index--)
        {
            if (parts[index] != ".")
            {
                steps.Push(parts[index]);
            }
        }
    }
}
