using System.Diagnostics;
using System.Globalization;

namespace GrayFlags.WebBenchmarks;

/// <summary>The load tool wrk: some connections that ask again as soon as they are answered.</summary>
internal sealed class Load(Cores cores)
{
    private const int Connections = 32;

    /// <returns>How many requests were answered, in a second and in all.</returns>
    public (double PerSecond, long Requests) Run(Uri address, TimeSpan duration)
    {
        var start = new ProcessStartInfo("wrk")
        {
            ArgumentList =
            {
                "-t1", string.Create(CultureInfo.InvariantCulture, $"-c{Connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{duration.TotalSeconds:0}s"),
                "-H", Site.UserHeader + ": user-3", "-H", Site.RegionHeader + ": CN-GD", address.ToString(),
            },
            RedirectStandardOutput = true,
        };
        using var process = cores.StartLoad(start);
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(said);
        }

        return (Number(said, "Requests/sec:", after: true), (long)Number(said, "requests in", after: false));
    }

    private static double Number(string said, string mark, bool after)
    {
        var at = said.IndexOf(mark, StringComparison.Ordinal);
        var text = after ? said[(at + mark.Length)..].TrimStart() : said[..at].TrimEnd().Split(' ', '\n')[^1];
        return double.Parse(text.Split(' ', '\n')[0], CultureInfo.InvariantCulture);
    }
}
