using System.Globalization;
using GrayFlags.WebBenchmarks;

if (args is [Sites.Command, .. var kinds])
{
    await Sites.ServeAsync([.. kinds.Select(Enum.Parse<SiteKind>)]);
    return;
}

new Comparison(Console.Out, args is [var launches] ? int.Parse(launches, CultureInfo.InvariantCulture) : 20).Run();
