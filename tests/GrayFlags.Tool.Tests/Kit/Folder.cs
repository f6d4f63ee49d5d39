namespace GrayFlags.Tool.Tests.Kit;

/// <summary>A folder of a test's own, with the files that it writes.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("grayflags-tool-").FullName;

    public Folder With(string name, string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    /// <summary>Runs the command here, with its output piped.</summary>
    public Grayflags.Result Run(params string[] args) => Grayflags.Run(Path, "", args);

    /// <summary>Runs the command here, with something on the standard input.</summary>
    public Grayflags.Result RunWith(string input, params string[] args) => Grayflags.Run(Path, input, args);

    /// <summary>Runs the command here, as a terminal shows it.</summary>
    public Grayflags.Result RunInColour(int columns, params string[] args) => Grayflags.RunInColour(Path, columns, args);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
