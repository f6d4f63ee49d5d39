namespace GrayFlags.Dashboard.Tests.OpenApi;

/// <summary>What is to be said about an endpoint beside its types.</summary>
/// <param name="Method">The method.</param>
/// <param name="Route">The route.</param>
/// <param name="Summary">One line.</param>
/// <param name="Response">The type of the answer 200; null for what is no JSON.</param>
internal sealed record Operation(string Method, string Route, string Summary, Type? Response)
{
    /// <summary>The type of the body; null for none.</summary>
    public Type? Request { get; init; }

    /// <summary>The fields of the body without which it is refused.</summary>
    public string[] Required { get; init; } = [];

    /// <summary>The query, with what each part means.</summary>
    public (string Name, string Type, string Text)[] Query { get; init; } = [];

    /// <summary>Statuses of failures, beside 401 and 403.</summary>
    public int[] Failures { get; init; } = [];

    /// <summary>Answers of other types than a failure, by their statuses.</summary>
    public (int Status, Type Type)[] Others { get; init; } = [];
}
