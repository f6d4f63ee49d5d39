using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Formats.Common;

namespace GrayFlags.Formats.Unleash;

/// <summary>Converts a strategy of a feature to the conditions that all have to hold.</summary>
internal sealed class UnleashStrategies(string feature, UnleashConstraints constraints, IReadOnlySet<string> customStrategies)
{
    private const int Whole = 100;

    /// <exception cref="NotExpressibleException">The strategy cannot be expressed.</exception>
    public List<ConditionsDefinition> Convert(JsonElement strategy)
    {
        if (strategy.Flag("disabled"))
        {
            return [Terms.Never];
        }

        var all = new List<ConditionsDefinition>();
        all.AddRange(UnleashConstraints.Convert(strategy.List("constraints")));
        foreach (var id in strategy.Texts("segments"))
        {
            all.AddRange(constraints.OfSegment(id));
        }

        var name = strategy.Text("name") ?? "";
        var parameters = strategy.Get("parameters") ?? default;
        if (customStrategies.Contains(name))
        {
            all.Add(Terms.Custom(name, parameters));
        }
        else if (Own(name, parameters) is { } own)
        {
            all.Add(own);
        }

        return all;
    }

    // Null holds always.
    private ConditionsDefinition? Own(string name, JsonElement parameters) => name switch
    {
        "default" => null,
        "userWithId" => new() { Users = Split(parameters.Text("userIds")) },
        "gradualRolloutUserId" => Share(UnleashUnit.User, parameters.Text("groupId") ?? "", parameters.Text("percentage")),
        "gradualRolloutSessionId" => Share(UnleashUnit.Session, parameters.Text("groupId") ?? "", parameters.Text("percentage")),
        "gradualRolloutRandom" => Share(UnleashUnit.Random, parameters.Text("groupId") ?? "", parameters.Text("percentage")),
        "flexibleRollout" =>
            Share(UnleashUnit.OfRollout(parameters.Text("stickiness")), parameters.Text("groupId") ?? feature, parameters.Text("rollout")),
        "remoteAddress" => Addresses(Split(parameters.Text("IPs"))),
        "applicationHostname" => new() { Instances = Split(parameters.Text("hostNames")) },
        _ => throw new NotExpressibleException(
            $"strategy '{name}' is none of Unleash's; one of the app's own is named in {nameof(UnleashFormatOptions.CustomStrategies)}"),
    };

    private static List<string> Split(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static ConditionsDefinition Share(UnleashUnit unit, string group, string? percentage)
    {
        if (JsonReading.Integer(percentage) is not { } whole)
        {
            throw new NotExpressibleException($"a rollout of '{percentage}' is no whole number, and the SDKs of Unleash disagree on others");
        }

        return new() { Percentage = unit.Share(BucketHash.Unleash, group, 0, Math.Clamp(whole, 0, Whole), Whole) };
    }

    private static ConditionsDefinition Addresses(List<string> given)
    {
        const string RemoteAddress = "remoteAddress";
        var tests = new List<ConditionsDefinition>();
        if (given.Count > 0)
        {
            tests.Add(Terms.When(RemoteAddress, new AttributeDefinition { In = given }));
        }

        var networks = given.Where(UnleashConstraints.IsNetwork).ToList();
        if (networks.Count > 0)
        {
            tests.Add(Terms.When(RemoteAddress, new AttributeDefinition { Cidr = networks }));
        }

        return Terms.Any(tests);
    }
}
