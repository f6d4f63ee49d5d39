namespace GrayFlags.Tests.Architecture.PublicApi.Sample;

public readonly record struct SamplePoint(int X, string? Label)
{
    public static SamplePoint operator +(SamplePoint left, SamplePoint right) => new(left.X + right.X, null);
}
