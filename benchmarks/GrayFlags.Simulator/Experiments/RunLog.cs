using System.Globalization;

namespace GrayFlags.Simulator.Experiments;

/// <summary>The streams that were played, in a file or only in memory: a run that was killed goes on from there. Thread-safe.</summary>
/// <remarks>
/// A line a stream, which ends with a mark: half a line of a process that died does not count. The first line names the build, since another one may play them
/// differently.
/// </remarks>
internal sealed class RunLog : IDisposable
{
    private const char Between = '\t';
    private const string End = ".";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, ulong Seed), double[]> _ends = [];
    private readonly StreamWriter? _writer;

    /// <param name="path">The file; null for none.</param>
    /// <param name="build">Which build plays.</param>
    /// <exception cref="InvalidDataException">Another build has written the file.</exception>
    public RunLog(string? path, string build)
    {
        if (path is null)
        {
            return;
        }

        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Length > 0 && lines[0] != build)
        {
            throw new InvalidDataException(
                $"'{path}' was written by another build ({lines[0]}, this one is {build}): its streams may be others. "
                    + "Go on with that build, or name another file.");
        }

        foreach (var line in lines.Skip(1))
        {
            var parts = line.Split(Between);
            if (parts.Length > 2 && parts[^1] == End)
            {
                _ends[(parts[0], ulong.Parse(parts[1], CultureInfo.InvariantCulture))] =
                    [.. parts[2..^1].Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
            }
        }

        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
        _writer.WriteLine(lines.Length == 0 ? build : "");
    }

    public double[]? Find(string name, ulong seed)
    {
        lock (_gate)
        {
            return _ends.GetValueOrDefault((name, seed));
        }
    }

    public void Add(string name, ulong seed, double[] end)
    {
        if (_writer is null)
        {
            return;
        }

        lock (_gate)
        {
            _writer.WriteLine(string.Join(
                Between,
                [name, seed.ToString(CultureInfo.InvariantCulture), .. end.Select(number => number.ToString("R", CultureInfo.InvariantCulture)), End]));
        }
    }

    public void Dispose() => _writer?.Dispose();
}
