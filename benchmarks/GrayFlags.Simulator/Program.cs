using System.Globalization;
using GrayFlags.Simulator.Experiments;
using GrayFlags.Simulator.Play;

const int Streams = 10_000;
const ulong Seed = 1;

switch (args)
{
    case ["table", .. var rest]:
        var streams = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : Streams;
        return TableRun.Print(Console.Out, streams, Seed, rest.ElementAtOrDefault(1)) ? 0 : 1;
    case ["play", .. var rest]:
        if (Script.TryParse(rest, Console.Error) is not { } script)
        {
            return 2;
        }

        new Playing(script, Console.Out).Run();
        return 0;
    default:
        Console.Error.WriteLine("table [streams] [text in the name]   the figures of the guard, minutes for 10,000 streams");
        Console.Error.WriteLine("play [options]                       one rollout as it goes; options and their defaults:");
        Console.Error.WriteLine(Script.Usage);
        return 2;
}
