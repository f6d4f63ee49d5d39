using System.Globalization;

namespace GrayFlags.Simulator.Play;

/// <summary>The service and the rollout that are played.</summary>
internal sealed record Script
{
    private static readonly Dictionary<string, (string Says, Func<Script, double, Script> Set)> Options = new(StringComparer.Ordinal)
    {
        ["--base"] = ("share of calls of the original that fail, 0.01", (script, value) => script with { Base = value }),
        ["--effect"] = ("by which factor the upgraded one fails more, 1", (script, value) => script with { Effect = value }),
        ["--slower"] = ("by which factor the upgraded one takes longer, 1", (script, value) => script with { Slower = value }),
        ["--from"] = ("when these begin, in seconds, 0", (script, value) => script with { From = value }),
        ["--drift"] = ("by which factor failures of both arms grow in an hour, 1", (script, value) => script with { Drift = value }),
        ["--traffic"] = ("calls a second, 100", (script, value) => script with { Traffic = value }),
        ["--users"] = ("how many users they come from, 1000000", (script, value) => script with { Users = value }),
        ["--broken"] = ("share of users of whom half of all calls fail, 0", (script, value) => script with { Broken = value }),
        ["--share"] = ("a single stage with this percentage; without it 1, 5, 25 and 50", (script, value) => script with { Percentages = [value] }),
        ["--hold"] = ("how long a stage lasts, in seconds, 600", (script, value) => script with { Hold = value }),
        ["--risk"] = ("risk of a false alarm, 0.01", (script, value) => script with { Risk = value }),
        ["--tick"] = ("seconds between two looks, 1", (script, value) => script with { Tick = value }),
        ["--seed"] = ("makes the chance, 1", (script, value) => script with { Seed = value }),
    };

    public static string Usage => string.Join(Environment.NewLine, Options.Select(option => $"  {option.Key,-10} {option.Value.Says}"));

    public double Base { get; private init; } = 0.01;

    public double Effect { get; private init; } = 1;

    public double Slower { get; private init; } = 1;

    public double From { get; private init; }

    public double Drift { get; private init; } = 1;

    public double Traffic { get; private init; } = 100;

    public double Users { get; private init; } = 1_000_000;

    public double Broken { get; private init; }

    public double[] Percentages { get; private init; } = [1, 5, 25, 50];

    public double Hold { get; private init; } = 600;

    public double Risk { get; private init; } = 0.01;

    public double Tick { get; private init; } = 1;

    public double Seed { get; private init; } = 1;

    /// <returns>Null, and a line on <paramref name="errors"/>, when the options are not understood.</returns>
    public static Script? TryParse(IReadOnlyList<string> args, TextWriter errors)
    {
        var script = new Script();
        for (var index = 0; index < args.Count; index += 2)
        {
            if (!Options.TryGetValue(args[index], out var option))
            {
                errors.WriteLine($"There is no option '{args[index]}', but there are:{Environment.NewLine}{Usage}");
                return null;
            }

            if (index + 1 == args.Count || !double.TryParse(args[index + 1], CultureInfo.InvariantCulture, out var value) || !(value >= 0 && value < 1e12))
            {
                errors.WriteLine($"'{args[index]}' takes a number that is not negative: {option.Says}.");
                return null;
            }

            script = option.Set(script, value);
        }

        if (script is { Tick: > 0, Users: >= 1, Risk: > 0 and <= 0.2 } && script.Percentages[0] is > 0 and < 100)
        {
            return script;
        }

        errors.WriteLine("'--tick' and '--share' are above 0, '--share' below 100, '--users' at least 1, '--risk' above 0 and at most 0.2.");
        return null;
    }
}
