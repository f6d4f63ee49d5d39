using System.Diagnostics;
using System.Globalization;

namespace GrayFlags.WebBenchmarks;

/// <summary>An app in a process of its own.</summary>
internal sealed class SiteProcess : IDisposable
{
    private readonly Process _process;

    private SiteProcess(SiteKind kind, Process process, Uri address)
    {
        Kind = kind;
        _process = process;
        Address = address;
    }

    public SiteKind Kind { get; }

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static SiteProcess Start(SiteKind kind, Cores cores)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, kind.ToString()) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = cores.StartServer(start);
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The app '{kind}' did not start.");
        return new SiteProcess(kind, process, new Uri(address));
    }

    public long AllocatedBytes()
    {
        _process.StandardInput.WriteLine();
        return long.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
