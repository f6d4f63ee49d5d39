namespace GrayFlags.Simulator.Traffic;

/// <summary>Somebody who calls.</summary>
/// <param name="Unit">The hash of the id.</param>
/// <param name="Bucket">Drawn once: in the canary are those below its share.</param>
/// <param name="IsBroken">Whether half of all calls fail, whatever is served.</param>
internal readonly record struct User(ulong Unit, double Bucket, bool IsBroken);
