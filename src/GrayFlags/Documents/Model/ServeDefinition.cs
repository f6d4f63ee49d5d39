namespace GrayFlags.Documents;

/// <summary>The value that a rule or a default serves: <c>true</c>, <c>false</c>, a variant by name, or <c>split</c>.</summary>
/// <remarks>The default value serves <c>false</c>.</remarks>
public readonly record struct ServeDefinition
{
    private readonly bool _on;

    private ServeDefinition(bool on, string? variant = null, bool isSplit = false)
    {
        _on = on;
        Variant = variant;
        IsSplit = isSplit;
    }

    /// <summary>On, without a variant.</summary>
    public static ServeDefinition True { get; } = new(true);

    /// <summary>Off, without a variant.</summary>
    public static ServeDefinition False { get; } = new(false);

    /// <summary>On, with a variant that each subject is given by the variants' weights.</summary>
    public static ServeDefinition Split { get; } = new(true, isSplit: true);

    /// <summary>True if the flag is on for those who are served this. A variant is on, and so is a split.</summary>
    public bool Enabled => _on;

    /// <summary>The variant's name; null when no variant is served, or a split chooses it.</summary>
    public string? Variant { get; }

    /// <summary>True if the variants' weights choose the variant.</summary>
    public bool IsSplit { get; }

    /// <summary>On or off, without a variant.</summary>
    /// <param name="on">Whether the flag is on.</param>
    public static implicit operator ServeDefinition(bool on) => FromBoolean(on);

    /// <summary>On or off, without a variant.</summary>
    /// <param name="on">Whether the flag is on.</param>
    /// <returns>The definition.</returns>
    public static ServeDefinition FromBoolean(bool on) => on ? True : False;

    /// <summary>On, with the variant of this name.</summary>
    /// <param name="name">The variant's name.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    public static ServeDefinition FromVariant(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);

        return new(true, name);
    }

    /// <summary>The text a document would hold.</summary>
    /// <returns><c>true</c>, <c>false</c>, <c>split</c>, or the variant's name.</returns>
    public override string ToString() => IsSplit ? "split" : Variant ?? (_on ? "true" : "false");
}
