using System.Globalization;

namespace GrayFlags.Simulator.Experiments;

/// <summary>What of the table is played, and how often.</summary>
internal sealed record TableOptions(int Streams, string? Filter, string? Resume)
{
    public const string Usage = "table [streams] [--filter text] [--resume file]";

    private const int Default = 2_000;

    /// <returns>Null, and a line on <paramref name="errors"/>, when the options are not understood.</returns>
    public static TableOptions? TryParse(IReadOnlyList<string> args, TextWriter errors)
    {
        var options = new TableOptions(Default, null, null);
        for (var index = 0; index < args.Count; index++)
        {
            var value = index + 1 < args.Count ? args[index + 1] : null;
            switch (args[index])
            {
                case "--filter" when value is not null:
                    (options, index) = (options with { Filter = value }, index + 1);
                    break;
                case "--resume" when value is not null:
                    (options, index) = (options with { Resume = value }, index + 1);
                    break;
                case var text when index == 0 && int.TryParse(text, CultureInfo.InvariantCulture, out var streams) && streams > 0:
                    options = options with { Streams = streams };
                    break;
                default:
                    errors.WriteLine($"'{args[index]}' is not understood: {Usage}");
                    return null;
            }
        }

        return options;
    }
}
