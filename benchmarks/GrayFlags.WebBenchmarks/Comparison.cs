using System.Globalization;
using System.Runtime.InteropServices;

namespace GrayFlags.WebBenchmarks;

/// <summary>Lets the apps take turns under the load, and compares each round with the bare app's of the same turn.</summary>
internal sealed class Comparison(TextWriter output, int rounds)
{
    // What the issue draws: at most 2 % of the requests per second.
    private const double Line = 0.98;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private readonly Cores _cores = new();

    public void Run()
    {
        var sites = Enum.GetValues<SiteKind>().Select(kind => SiteProcess.Start(kind, _cores)).ToList();
        try
        {
            var load = new Load(_cores);
            var found = sites.ToDictionary(site => site.Kind, _ => new List<Round>());
            Say($"GrayFlags.AspNetCore, run of {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC. {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; servers on {_cores.OfServers}, wrk on one. Load at the start: {LoadOfMachine()}.");
            sites.ForEach(site => load.Run(site.Address, WarmUp));
            for (var round = 0; round < rounds; round++)
            {
                // Nobody is always the one after the same other.
                for (var turn = 0; turn < sites.Count; turn++)
                {
                    var site = sites[(round + turn) % sites.Count];
                    found[site.Kind].Add(Measure(site, load));
                }
            }

            Show(found);
        }
        finally
        {
            sites.ForEach(site => site.Dispose());
        }
    }

    private static Round Measure(SiteProcess site, Load load)
    {
        var (time, bytes) = (site.ProcessorTime, site.AllocatedBytes());
        var (perSecond, requests) = load.Run(site.Address, Duration);
        return new Round(perSecond, (site.ProcessorTime - time).TotalMicroseconds / requests, (double)(site.AllocatedBytes() - bytes) / requests);
    }

    private void Show(Dictionary<SiteKind, List<Round>> found)
    {
        var bare = found[SiteKind.Bare];
        Say($"\n| app | requests/s | of the bare app's (95 %) | at least | | CPU a request, us | of the bare app's (95 %) | bytes a request |\n|---|---:|---:|---:|---|---:|---:|---:|");
        foreach (var (kind, its) in found)
        {
            var perSecond = Spread.Of(its.Zip(bare, (one, other) => one.PerSecond / other.PerSecond));
            var time = Spread.Of(its.Zip(bare, (one, other) => one.Microseconds / other.Microseconds));
            var isJudged = kind is SiteKind.Context or SiteKind.Gate;
            Say($"| {kind} | {Spread.Of(its.Select(one => one.PerSecond)).Median:N0} | {perSecond.Median:0.000} ({perSecond.Low:0.000} - {perSecond.High:0.000}) | {(isJudged ? "0.98" : "")} | {(isJudged ? perSecond.AtLeast(Line) : "")} | {Spread.Of(its.Select(one => one.Microseconds)).Median:0.00} | {time.Median:0.000} ({time.Low:0.000} - {time.High:0.000}) | {Spread.Of(its.Select(one => one.Bytes)).Median:N0} |");
        }

        Say($"\n{rounds} rounds of {Duration.TotalSeconds:0} s for each app. Load at the end: {LoadOfMachine()}.");
    }

    private void Say(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static string LoadOfMachine() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}
