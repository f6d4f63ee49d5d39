using System.Globalization;
using GrayFlags.WebBenchmarks;

if (args is [var name] && Enum.TryParse<SiteKind>(name, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(name[0]))
{
    await Site.ServeAsync(kind);
    return;
}

new Comparison(Console.Out, args is [var rounds] ? int.Parse(rounds, CultureInfo.InvariantCulture) : 20).Run();
