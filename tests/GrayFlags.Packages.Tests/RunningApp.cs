using System.Diagnostics;

namespace GrayFlags.Packages.Tests;

/// <summary>A process that goes on until it is disposed.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public RunningApp(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>Reads what it prints up to a line that contains a text, and gives that line.</summary>
    public async Task<string> ReadAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        var seen = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            seen.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The app has ended before it printed '{text}'.\n{string.Join('\n', seen)}\n{await _errors}");
    }

    /// <summary>Makes a client of a web server, as soon as it listens.</summary>
    public async Task<HttpClient> VisitAsync() => new() { BaseAddress = await ListenAsync() };

    /// <summary>The address of a web server, as soon as it listens.</summary>
    public async Task<Uri> ListenAsync()
    {
        var line = await ReadAsync(Listening);
        _ = _process.StandardOutput.ReadToEndAsync(); // or it would wait for its reader
        return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
