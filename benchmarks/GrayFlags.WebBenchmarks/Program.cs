using System.Globalization;
using GrayFlags.WebBenchmarks;
using GrayFlags.WebBenchmarks.Dashboard;
using GrayFlags.WebBenchmarks.Ofrep;

if (args is [Sites.Command, .. var kinds])
{
    await Sites.ServeAsync([.. kinds.Select(Enum.Parse<SiteKind>)]);
    return;
}

if (args is [DashboardRun.Serve])
{
    await DashboardRun.ServeAsync();
    return;
}

if (args is [DashboardRun.Command, .. var numbers])
{
    var given = numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
    await DashboardRun.RunAsync(Console.Out, given is [var viewers, ..] ? viewers : 50, given is [_, var seconds] ? seconds : 60);
    return;
}

if (args is [OfrepRun.Serve])
{
    await OfrepStreams.ServeAsync();
    return;
}

if (args is [OfrepRun.Command, .. var streams])
{
    await OfrepRun.RunAsync(Console.Out, streams is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 10_000);
    return;
}

new Comparison(Console.Out, args is [var launches] ? int.Parse(launches, CultureInfo.InvariantCulture) : 20).Run();
