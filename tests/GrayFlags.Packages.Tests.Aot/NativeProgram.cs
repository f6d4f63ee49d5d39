using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;

namespace GrayFlags.Packages.Tests.Aot;

/// <summary>A program that was compiled natively, with nothing to warn of.</summary>
internal sealed class NativeProgram : IDisposable
{
    private readonly Consumer _consumer;

    private NativeProgram(Consumer consumer) => _consumer = consumer;

    public string Folder => _consumer.Output;

    public long Bytes => new FileInfo(_consumer.Program).Length;

    public static Task<NativeProgram> ConsoleAsync(string program, string document, string framework = "net10.0") =>
        PublishAsync("Microsoft.NET.Sdk", "GrayFlags", program, document, framework);

    public static Task<NativeProgram> WebAsync(string program, string document, string framework = "net10.0") =>
        PublishAsync("Microsoft.NET.Sdk.Web", "GrayFlags.AspNetCore", program, document, framework);

    /// <summary>Runs the program to its end and gives what it has printed.</summary>
    public async Task<string> RunAsync() => (await Command.RunAsync(Folder, _consumer.Program)).ReplaceLineEndings("\n").TrimEnd('\n');

    /// <summary>Starts the program as a web server on a free port.</summary>
    public RunningApp Serve(params string[] arguments)
    {
        var start = Command.Start(Folder, _consumer.Program, [.. arguments, "--urls", "http://127.0.0.1:0"]);
        start.Environment["HOME"] = _consumer.Path; // the keys of data protection
        return new RunningApp(Process.Start(start)!);
    }

    /// <summary>Runs the program to its end, several times for its duration and once more for its memory.</summary>
    public async Task<Figures> MeasureRunAsync()
    {
        var times = new List<double>();
        for (var run = 0; run < Figures.Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await RunAsync();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        using var process = Process.Start(Command.Start(Folder, _consumer.Program))!;
        _ = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
        }

        return new Figures(Bytes, peak, Figures.Median(times));
    }

    /// <summary>Starts the program, asks it once and takes the time from the start to the end of the answer.</summary>
    public async Task<Figures> MeasureAnswerAsync(string address, params string[] arguments)
    {
        var (times, peaks) = (new List<double>(), new List<double>());
        for (var run = 0; run < Figures.Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await using var app = Serve(arguments);
            using var client = await app.VisitAsync();
            await client.GetStringAsync(address);
            times.Add(watch.Elapsed.TotalMilliseconds);
            peaks.Add(PeakOf(app.Id));
        }

        return new Figures(Bytes, (long)Figures.Median(peaks), Figures.Median(times));
    }

    public void Dispose() => _consumer.Dispose();

    private static async Task<NativeProgram> PublishAsync(string sdk, string package, string program, string document, string framework) =>
        new(await Consumer.PublishAsync(
            "PublishAot", sdk, package, new Dictionary<string, string> { ["Program.cs"] = program, ["flags.json"] = document }, framework));

    // The most that the process has held in memory so far, as Linux counts it; 0 before it has become the program, and after its end.
    private static long PeakOf(int process)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{process}/status");
            var line = lines.FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null || !lines[0].EndsWith(Consumer.Name, StringComparison.Ordinal)
                ? 0
                : 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
