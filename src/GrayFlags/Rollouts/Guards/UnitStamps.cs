using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>
/// The time at which each unit of an attempt was last seen, for each kind of outcome of which a unit's first one counts. Made when they are needed.
/// </summary>
internal sealed class UnitStamps
{
    // Calls, scores and comparisons. Opt-outs count in another way.
    public const int Kinds = 4;

    private readonly StampTable?[] _tables = new StampTable?[Kinds];

    public StampTable this[CallKind kind] => _tables[(int)kind] ??= new StampTable();

    public string[] Save() => Array.ConvertAll(_tables, table => table is null ? "" : PackedBytes.Pack(table.Save()));

    /// <summary>Loads what was saved; null when a part of it is none of ours, so that no unit is taken to have been seen by a guard that begins anew.</summary>
    public static UnitStamps? TryLoad(string[] saved)
    {
        var units = new UnitStamps();
        for (var kind = 0; kind < Kinds; kind++)
        {
            if (!string.IsNullOrEmpty(saved[kind]) && !units[(CallKind)kind].TryLoad(PackedBytes.Unpack(saved[kind])))
            {
                return null;
            }
        }

        return units;
    }
}
