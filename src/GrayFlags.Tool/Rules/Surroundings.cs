namespace GrayFlags.Tool.Rules;

/// <summary>What an answer depends on besides document, context and clock.</summary>
internal sealed record Surroundings
{
    /// <summary>The environment that <c>environments</c> looks at. Null: that of this process.</summary>
    public string? Environment { get; init; }

    /// <summary>The name of the instance that <c>instances</c> looks at. Null: this machine's.</summary>
    public string? Instance { get; init; }

    /// <summary>True if stages are those that an operator sets, false if they are those of the clock where they can be.</summary>
    public bool HasOperator { get; init; }

    /// <summary>The verdicts of the app's own conditions by name; one that is absent does not hold.</summary>
    public IReadOnlyDictionary<string, bool> Conditions { get; init; } = new Dictionary<string, bool>();
}
