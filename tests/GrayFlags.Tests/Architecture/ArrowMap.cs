namespace GrayFlags.Tests.Architecture;

/// <summary>The folders of the library, and which of them each may use.</summary>
/// <param name="rootNamespace">The namespace whose next segment names the folder.</param>
internal sealed class ArrowMap(string rootNamespace)
{
    public const string Root = "(root)";

    private const string All = "*";
    private const string DependencyInjection = "DependencyInjection";
    private const string DependencyInjectionNamespace = "Microsoft.Extensions.DependencyInjection";

    // Where the compiler and its generators put what they write: embedded attributes, patterns, validated options.
    private static readonly string[] Generated = ["System", "Microsoft.CodeAnalysis", "__OptionValidationStaticInstances", "__OptionValidationGeneratedAttributes"];

    /// <summary>What the root holds for everybody: context, value, decision, explanation, status. The rest of the root composes and is used by nobody.</summary>
    public static IReadOnlySet<string> RootData { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "GrayContext", "GrayValue", "GrayValueKind", "NumberForm",
        "GrayDecision", "DecisionReason", "DecisionError",
        "GrayNotSavedException", "GrayExplanation", "RuleExplanation", "ConditionExplanation",
        "IGrayCondition", "GrayConditionTest", "GrayConditionParameters",
        "EvaluationEvents", "GrayFlagsStatus", "GrayFlagsState", "ProviderStatus", "ProviderState", "RulesVersion", "RulesPin", "TurnedOffFlag",
        "GrayArm", "RolloutStatus", "RolloutGuardStatus", "RolloutArmStatus", "RolloutExplanation", "ShadowResult", "ShadowVerdict", "RolloutPhase", "RolloutHold", "RolloutChange", "RolloutRecord", "RolloutEvidence", "RolloutRemoval", "RolloutRemovals", "RolloutWrite", "IRolloutStore",
        "GuardAction", "GuardCount", "GuardAfterCompletion", "GuardKind", "GuardMetric", "RolloutOrder", "StageAdvance",
    };

    /// <summary>Each folder with the folders it may use.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Documents"] = [],
        ["Bucketing"] = [],
        ["Telemetry"] = [],
        ["Journals"] = ["Telemetry"],
        ["Rules"] = ["Documents", "Bucketing"],
        ["Providers"] = ["Documents", "Telemetry"],
        ["Snapshots"] = ["Documents", "Rules", "Providers", "Journals", "Telemetry"],
        ["Evaluation"] = ["Rules", "Bucketing", "Snapshots"],
        ["Rollouts"] = ["Rules", "Bucketing", "Snapshots", "Journals", "Telemetry"],
        [DependencyInjection] = [All],
        [Root] = [All],
    };

    /// <summary>The folder of a type; null for what the compiler and its generators make outside of the library's namespaces.</summary>
    public string? FolderOf(Type type)
    {
        var name = type.Namespace;
        if (name is null || Generated.Any(parent => IsIn(name, parent)))
        {
            return null;
        }

        if (name == DependencyInjectionNamespace)
        {
            return DependencyInjection;
        }

        if (!IsIn(name, rootNamespace))
        {
            return name;
        }

        return name.Length == rootNamespace.Length ? Root : name[(rootNamespace.Length + 1)..].Split('.')[0];
    }

    public bool Allows(Arrow arrow)
    {
        var (from, to) = (FolderOf(arrow.From), FolderOf(arrow.To));
        if (from is null || to is null || from == to)
        {
            return true;
        }

        // A folder that the table does not know may use nothing, so that a new one is a decision and not an accident.
        var allowed = Allowed.GetValueOrDefault(from, []);
        return allowed.Contains(All) || (to == Root ? RootData.Contains(arrow.To.Name) : allowed.Contains(to));
    }

    public string Show(Arrow arrow) => $"{Show(arrow.From)} -> {Show(arrow.To)}";

    private string Show(Type type)
    {
        var name = type.FullName!.Split('`')[0];
        return name.StartsWith(rootNamespace + ".", StringComparison.Ordinal) ? name[(rootNamespace.Length + 1)..] : name;
    }

    private static bool IsIn(string name, string parent) =>
        name.StartsWith(parent, StringComparison.Ordinal) && (name.Length == parent.Length || name[parent.Length] == '.');
}
