namespace GrayFlags.Benchmarks.Loops;

/// <summary>A hash of an id; implemented by structs, so that each loop is compiled for its own.</summary>
internal interface IIdHash
{
    static abstract ulong Of(string id);
}
