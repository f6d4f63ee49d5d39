using System.Globalization;
using GrayFlags.Simulator.Experiments;
using GrayFlags.Simulator.Play;
using GrayFlags.Simulator.Rivals;

const ulong Seed = 1;
const int DuelStreams = 300;

switch (args)
{
    case ["table" or "fleet", .. var rest]:
        if (TableOptions.TryParse(rest, Console.Error) is not { } options)
        {
            return 2;
        }

        using (var log = new RunLog(options.Resume, Build()))
        {
            var isFleet = args[0] == "fleet";
            var rows = (isFleet ? FleetTable.Rows() : Table.Rows(isShort: false))
                .Where(row => options.Filter is null || row.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase));
            var explanation = isFleet ? FleetTable.Explanation : Table.Explanation;
            return TableRun.Print(Console.Out, rows, options.Streams, Seed, log, explanation) ? 0 : 1;
        }

    case ["rivals"]:
    case ["rivals", _]:
        RivalTable.Print(Console.Out, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : DuelStreams, Seed);
        return 0;
    case ["play", .. var rest]:
        if (Script.TryParse(rest, Console.Error) is not { } script)
        {
            return 2;
        }

        new Playing(script, Console.Out).Run();
        return 0;
    default:
        Console.Error.WriteLine($"{TableOptions.Usage}");
        Console.Error.WriteLine("                                     the figures of the guard; a run that was stopped goes on from the file");
        Console.Error.WriteLine("fleet [streams] [--filter text] [--resume file]");
        Console.Error.WriteLine("                                     the same over many nodes, beside nodes that judge alone");
        Console.Error.WriteLine("rivals [streams]                     the guard beside what one would choose instead");
        Console.Error.WriteLine("play [options]                       one rollout as it goes; options and their defaults:");
        Console.Error.WriteLine(Script.Usage);
        return 2;
}

// The guard's and the streams' code: the same sources give the same.
static string Build() => $"{typeof(GrayFlags.GrayEvaluator).Module.ModuleVersionId:N} {typeof(Table).Module.ModuleVersionId:N}";
