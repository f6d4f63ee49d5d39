namespace GrayFlags.Tool.Rules;

/// <summary>The surroundings that rules see beside a document and a subject.</summary>
internal sealed record RuleSettings
{
    /// <summary>The environment of the app.</summary>
    public string EnvironmentName { get; init; } = "Production";

    /// <summary>The name of its instance.</summary>
    public string InstanceName { get; init; } = "grayflags";

    /// <summary>The answers of the app's own conditions; those that are not named here do not hold.</summary>
    public IReadOnlyDictionary<string, bool> Conditions { get; init; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
}
