namespace GrayFlags.Tests.Evaluation.Reference;

/// <summary>Who asks, as the second opinion reads it; attributes are what a program would pass.</summary>
internal sealed record ReferenceContext(string? User, string? Region, IReadOnlyDictionary<string, object> Attributes)
{
    public GrayContext ToContext() => new(User, Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, Value(attribute.Value)))) { Region = Region };

    /// <summary>What a <c>when</c> reads by a name.</summary>
    public object? Value(string name) => name.ToUpperInvariant() switch
    {
        "USERID" => string.IsNullOrEmpty(User) ? null : User,
        "REGION" => string.IsNullOrEmpty(Region) ? null : Region,
        _ => Attributes.GetValueOrDefault(name),
    };

    public override string ToString() => $"user '{User}', region '{Region}', {string.Join(", ", Attributes)}";

    private static GrayValue Value(object value) => value switch
    {
        string text => text,
        long number => number,
        double number => number,
        ulong number => number,
        decimal number => number,
        bool boolean => boolean,
        DateTimeOffset instant => instant,
        string[] list => list,
        _ => throw new ArgumentException("not a value", nameof(value)),
    };
}
