namespace GrayFlags.Tests.Evaluation;

/// <summary>A value with a property of each kind that configuration blurs.</summary>
internal sealed record ThemeModel(string Name, int Size, bool Bold)
{
    public double Ratio { get; init; }

    public int? Most { get; init; }

    public ThemeModel? Inner { get; init; }

    public List<int>? Sizes { get; init; }
}
