using GrayFlags.Rollouts.Outcomes;

namespace GrayFlags.Rollouts.Guards;

/// <summary>The time at which each unit of an attempt was last seen, by kind of outcome, for kinds of which a unit's first one counts.</summary>
internal sealed class UnitStamps
{
    // Calls, scores and comparisons; opt-outs are counted differently.
    public const int Kinds = 4;

    private readonly StampTable?[] _tables = new StampTable?[Kinds];

    public StampTable this[CallKind kind] => _tables[(int)kind] ??= new StampTable();

    /// <summary>The quarter in which the unit was last seen, or may have been; -1 for never.</summary>
    public long Seen(CallKind kind, uint hash) => _tables[(int)kind]?.Seen(hash) ?? -1;

    public string[] Save() => Array.ConvertAll(_tables, table => table is null ? "" : PackedBytes.Pack(table.Save()));

    /// <summary>Loads saved stamps; null when any part is not of this format: guards that begin anew must not take units for seen.</summary>
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
