using System.Globalization;
using GrayFlags.WebBenchmarks;
using GrayFlags.WebBenchmarks.Ofrep;

if (args is [Sites.Command, .. var kinds])
{
    await Sites.ServeAsync([.. kinds.Select(Enum.Parse<SiteKind>)]);
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
