namespace GrayFlags.Documents.Problems;

/// <summary>Messages about fields that stand in the wrong place, or come from the documents of other systems.</summary>
/// <remarks>Each takes the field's value as it is written, and is asked only for a field that is none of its object.</remarks>
internal static class FieldHints
{
    private const string Microsoft = "Microsoft.FeatureManagement";
    private const string Flagd = "flagd";
    private const string LaunchDarkly = "LaunchDarkly";
    private const string Unleash = "Unleash";
    private const string FlagsByName =
        "flags are an object by name: \"flags\": { \"new-checkout\": { \"rules\": { \"canary\": { \"percentage\": 20 } } } }";

    private const string Rules = "conditions stand in rules: \"rules\": { \"staff\": { \"users\": [\"ana\"] } }";

    /// <summary>The options of the library, which people look for in the document.</summary>
    public static IReadOnlyList<string> OptionNames { get; } =
    [
        "StartupTimeout", "StartEmptyOnInvalidDocument", "ThrowOnUnknownFlag", "AllowEmptyConfiguration", "StateDirectory", "KeptVersions", "EnableShrinkGuard",
        "ShrinkGuardReads", "EnvironmentName", "InstanceName", "RequestSeed", "EvaluationEvents", "EvaluationSampling", "EvaluationContextIdKey",
        "MeasureUsage", "KeepRecentContexts", "ShadowConcurrency", "ShadowCapacity", "ShadowTimeout", "Limits", "JsonTypeInfoResolver",
    ];

    /// <summary>Fields of a document.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> OfDocument { get; } = Table(
        [
            .. Foreign(Microsoft, FlagsByName, "feature_management", "FeatureManagement", "feature_flags", "FeatureFlags"),
            .. Foreign(Flagd, "segments are shared: \"segments\": { \"staff\": { \"users\": [\"ana\"] } }", "$evaluators"),
            .. Foreign(LaunchDarkly, FlagsByName, "flagValues"),
            ("features", value => ProblemText.OfAnotherSystem("features", value.StartsWith('[') ? Unleash : "GrowthBook", FlagsByName)),
            .. Options(),
        ]);

    /// <summary>Fields of a flag.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> OfFlag { get; } = Table(
        [
            .. ConditionField.OfRules.Select(field => field.Name)
                .Append("except")
                .Select(name => Hint(name, value => ProblemText.BelongsInARule(name, value))),
            ("serve", ProblemText.ServeOfAFlag),
            ("priority", value => ProblemText.BelongsInARule("priority", value)),
            .. Foreign(Microsoft, Rules, "EnabledFor", "RequirementType", "conditions"),
            .. Foreign(Flagd, "a flag is off for everyone with \"enabled\": false", "state"),
            ("defaultVariant", value => ProblemText.OfAnotherSystem("defaultVariant", Flagd, $"it is \"default\": {value}")),
            .. Foreign(Flagd, Rules, "targeting"),
            .. Foreign(LaunchDarkly, "a flag is off for everyone with \"enabled\": false", "on"),
            .. Foreign(LaunchDarkly, "variants are an object by name: \"variants\": { \"blue\": { \"value\": 1 } }", "variations"),
            .. Foreign(LaunchDarkly, "what is served where no rule matches is \"default\"", "fallthrough", "offVariation"),
            .. Foreign(LaunchDarkly, Rules, "targets"),
            .. Foreign(LaunchDarkly, "a rule requires other flags: \"requires\": [\"base\"]", "prerequisites"),
            .. Foreign(Unleash, Rules, "strategies"),
            ("defaultValue", value => ProblemText.OfAnotherSystem("defaultValue", "GrowthBook", $"it is \"default\": {value}")),
            .. Foreign("GO Feature Flag", "what is served where no rule matches is \"default\"", "defaultRule"),
        ]);

    private static IEnumerable<(string Name, Func<string, string> Message)> Options() =>
        OptionNames.Select(name => Hint(name, _ => ProblemText.OptionInTheDocument(name)));

    private static IEnumerable<(string Name, Func<string, string> Message)> Foreign(string system, string here, params string[] names) =>
        names.Select(name => Hint(name, _ => ProblemText.OfAnotherSystem(name, system, here)));

    private static (string Name, Func<string, string> Message) Hint(string name, Func<string, string> message) => (name, message);

    private static Dictionary<string, Func<string, string>> Table((string Name, Func<string, string> Message)[] hints) =>
        hints.ToDictionary(hint => hint.Name, hint => hint.Message, StringComparer.OrdinalIgnoreCase);
}
