using System.Text;

namespace GrayFlags.Tests.Kit;

/// <summary>A directory of a test's own, gone when disposed.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("grayflags-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        var path = this[name];
        File.WriteAllBytes(path, content);
        return path;
    }

    // What still writes here, a host that a test has "killed", can add a file while the directory is being deleted.
    public void Dispose()
    {
        IOException? failure = null;
        if (!SpinWait.SpinUntil(() => TryDelete(out failure), TimeSpan.FromSeconds(30)))
        {
            throw failure!;
        }
    }

    private bool TryDelete(out IOException? failure)
    {
        failure = null;
        try
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }
        }
        catch (IOException exception)
        {
            failure = exception;
        }

        return failure is null;
    }
}
