using System.Globalization;

namespace GrayFlags.Tests.Kit;

/// <summary>A ConfigMap volume with one file, as the kubelet lays it out and updates it.</summary>
/// <remarks>
/// <c>flags.json -> ..data/flags.json</c>, <c>..data -> ..2026_01_01_00_00_00.1</c>. An update writes a new directory and renames a new link over
/// <c>..data</c>; neither the file that the app opens nor its link ever changes.
/// </remarks>
internal sealed class K8sVolume
{
    private const string Data = "..data";
    private const string NewData = "..data_tmp";

    private readonly string _fileName;
    private int _generation;
    private string? _current;

    public K8sVolume(string directory, string content, string fileName = "flags.json")
    {
        Directory = directory;
        _fileName = fileName;
        System.IO.Directory.CreateDirectory(directory);
        Swap(content);
        File.CreateSymbolicLink(FilePath, Path.Combine(Data, fileName));
    }

    /// <summary>Where the volume is mounted.</summary>
    public string Directory { get; }

    /// <summary>The file as the app sees it.</summary>
    public string FilePath => Path.Combine(Directory, _fileName);

    /// <summary>What the kubelet does when the ConfigMap changed.</summary>
    public void Swap(string content)
    {
        var previous = _current;
        _current = string.Create(CultureInfo.InvariantCulture, $"..2026_01_01_00_00_00.{++_generation}");
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, _current));
        File.WriteAllText(Path.Combine(Directory, _current, _fileName), content);
        System.IO.Directory.CreateSymbolicLink(Path.Combine(Directory, NewData), _current);
        LibC.Rename(Path.Combine(Directory, NewData), Path.Combine(Directory, Data));
        if (previous is not null)
        {
            System.IO.Directory.Delete(Path.Combine(Directory, previous), recursive: true);
        }
    }
}
