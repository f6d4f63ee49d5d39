namespace GrayFlags.Tests.Architecture.PublicApi.Sample;

[Flags]
public enum SampleKinds : byte
{
    Second = 2,
    None = 0,
    First = 1,
}
