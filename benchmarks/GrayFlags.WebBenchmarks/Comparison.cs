using System.Runtime.InteropServices;

namespace GrayFlags.WebBenchmarks;

/// <summary>Lets the apps take turns under the load, and compares each turn with those of the two bare apps in the same round.</summary>
/// <param name="output">Gets the table.</param>
/// <param name="launches">How many processes serve one after the other: each compiles, and lays out, anew.</param>
internal sealed class Comparison(TextWriter output, int launches)
{
    // What the issue draws: at most 2 % of the requests per second.
    private const double Line = 0.98;
    private const int Rounds = 40;

    // Short, so that what else the machine does falls on all of them alike.
    private static readonly TimeSpan TurnLength = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly SiteKind[] Kinds = Enum.GetValues<SiteKind>();

    private readonly Random _random = new();

    public void Run()
    {
        Say(
            $"GrayFlags.AspNetCore, run of {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC. {Environment.ProcessorCount} cores, ",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; the server on {Cores.OfServer}, the load on one. ",
            $"Load at the start: {LoadOfMachine()}.");
        Show(Enumerable.Range(0, launches).Select(_ => Launch()).ToList());
    }

    private Dictionary<SiteKind, List<Turn>> Launch()
    {
        _random.Shuffle(Kinds);
        using var sites = SitesProcess.Start([.. Kinds]);
        var loads = sites.Addresses.ToDictionary(site => site.Key, site => new Load(site.Value));
        try
        {
            // In turns here too: what is compiled for all should have seen all.
            for (var time = TimeSpan.Zero; time < WarmUp; time += TurnLength)
            {
                Array.ForEach(Kinds, kind => loads[kind].Run(TurnLength));
            }

            var turns = Kinds.ToDictionary(kind => kind, _ => new List<Turn>());
            for (var round = 0; round < Rounds; round++)
            {
                // Nobody is always the one after the same other.
                _random.Shuffle(Kinds);
                Array.ForEach(Kinds, kind => turns[kind].Add(Measure(sites, loads[kind])));
            }

            return turns;
        }
        finally
        {
            foreach (var load in loads.Values)
            {
                load.Dispose();
            }
        }
    }

    private static Turn Measure(SitesProcess sites, Load load)
    {
        var before = sites.Spent();
        var (requests, elapsed) = load.Run(TurnLength);
        var after = sites.Spent();
        return new Turn(requests / elapsed.TotalSeconds, (after.Microseconds - before.Microseconds) / requests, (after.Bytes - before.Bytes) / requests);
    }

    private void Show(List<Dictionary<SiteKind, List<Turn>>> runs)
    {
        Say(
            $"\n| app | requests/s | of the bare apps' (95 %) | launches | at least | | CPU a request, us | of the bare apps' (95 %) | bytes a request |\n",
            $"|---|---:|---:|---:|---:|---|---:|---:|---:|");
        foreach (var kind in Kinds.Order())
        {
            var ratios = runs.ConvertAll(turns => MiddleRatio(turns, kind, turn => turn.PerSecond));
            var perSecond = Spread.Of(ratios);
            var time = Spread.Of(runs.ConvertAll(turns => MiddleRatio(turns, kind, turn => turn.Microseconds)));
            var isJudged = kind is not (SiteKind.Bare or SiteKind.Control);
            var all = runs.SelectMany(turns => turns[kind]).ToList();
            Say(
                $"| {kind} | {Middle(all.Select(turn => turn.PerSecond)):N0} | {perSecond.Mean:0.000} ({perSecond.Low:0.000} - {perSecond.High:0.000}) | ",
                $"{ratios.Min():0.000} - {ratios.Max():0.000} | {(isJudged ? "0.98" : "")} | {(isJudged ? perSecond.AtLeast(Line) : "")} | ",
                $"{Middle(all.Select(turn => turn.Microseconds)):0.00} | {time.Mean:0.000} ({time.Low:0.000} - {time.High:0.000}) | ",
                $"{all.Average(turn => turn.Bytes):N0} |");
        }

        Say($"\n{launches} launches, {Rounds} rounds each, {TurnLength.TotalSeconds:0.0} s for each app in each round. Load at the end: {LoadOfMachine()}.");
    }

    // Of the rounds of one launch: not the mean, since a turn in which the machine did something else says nothing.
    private static double MiddleRatio(Dictionary<SiteKind, List<Turn>> turns, SiteKind kind, Func<Turn, double> figure) =>
        Middle(Enumerable.Range(0, Rounds)
            .Select(round => figure(turns[kind][round]) / ((figure(turns[SiteKind.Bare][round]) + figure(turns[SiteKind.Control][round])) / 2)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    // A line may come in parts.
    private void Say(params FormattableString[] parts) => output.WriteLine(string.Concat(parts.Select(FormattableString.Invariant)));

    private static string LoadOfMachine() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}
