using System.CommandLine;
using System.Globalization;
using GrayFlags.Simulation.Services;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Simulate;

/// <summary>The options that describe a service, and how long a rollout is watched.</summary>
internal sealed class RolloutOptions
{
    private const double DefaultCalls = 600;

    private readonly Option<bool> _rollout = new("--rollout") { Description = "Plays the staged rollout of a flag against a described service." };
    private readonly Option<string?> _failures = Rate("--failure-rate", "With --rollout: how many calls of the original fail. Default: 1%.");
    private readonly Option<string?> _canaryFailures = Rate("--canary-failure-rate", "With --rollout: how many of the new one fail. Default: as many.");
    private readonly Option<double?> _slower = new("--canary-slower")
    {
        Description = "With --rollout: by which factor the new one takes longer than the original, around 100 ms. Default: 1.",
        HelpName = "factor",
    };

    private readonly Option<string?> _worseAfter = new("--worse-after")
    {
        Description = "With --rollout: when the new one becomes worse, such as 2h. Default: at once.",
        HelpName = "duration",
    };

    private readonly Option<double?> _calls = new("--calls-per-minute") { Description = "With --rollout: the traffic. Default: 600.", HelpName = "count" };
    private readonly Option<string?> _for = new("--for") { Description = "With --rollout: how long to watch. Default: 30d.", HelpName = "duration" };

    public void AddTo(Command command)
    {
        Option[] all = [_rollout, _failures, _canaryFailures, _slower, _worseAfter, _calls, _for];
        Array.ForEach(all, command.Options.Add);
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_rollout);

    public TimeSpan Length(ParseResult parsed) => Durations.Parse("--for", parsed.GetValue(_for) ?? "30d");

    public double CallsPerSecond(ParseResult parsed) => (parsed.GetValue(_calls) ?? DefaultCalls) is var calls and > 0 and <= 6e6
        ? calls / 60
        : throw new UsageException("--calls-per-minute is above 0 and at most 6,000,000");

    public DescribedService Service(ParseResult parsed)
    {
        var rate = Share("--failure-rate", parsed.GetValue(_failures) ?? "1%");
        var slower = parsed.GetValue(_slower) ?? 1;
        return new()
        {
            FailureRate = rate,
            CanaryFailureRate = parsed.GetValue(_canaryFailures) is { } canary ? Share("--canary-failure-rate", canary) : rate,
            CanarySlower = slower is > 0 and <= 1_000 ? slower : throw new UsageException("--canary-slower is above 0 and at most 1000"),
            WorseFrom = parsed.GetValue(_worseAfter) is { } after ? Durations.Parse("--worse-after", after).TotalSeconds : 0,
        };
    }

    private static Option<string?> Rate(string name, string description) => new(name) { Description = description, HelpName = "percent" };

    private static double Share(string option, string text) =>
        double.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? percent / 100
            : throw new UsageException($"{option} is '{text}', and no percentage such as 0.5%");
}
