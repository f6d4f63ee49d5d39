using System.Text.Json.Serialization;

namespace GrayFlags.Publishing;

/// <summary>The flags that operators have turned off for a whole fleet, as they are stored under the document's name and <c>.off</c>. Immutable.</summary>
internal sealed record FleetSwitches
{
    public static FleetSwitches None { get; } = new();

    /// <summary>The version in the store; 0 when nothing was ever stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Version { get; init; }

    /// <summary>The flags, the earliest first.</summary>
    public IReadOnlyList<TurnedOffFlag> TurnedOff { get; init; } = [];

    /// <summary>The operator who made the latest change.</summary>
    public string By { get; init; } = "";

    /// <summary>The reason for the latest change.</summary>
    public string Reason { get; init; } = "";

    public TurnedOffFlag? Find(string flag) => TurnedOff.FirstOrDefault(entry => string.Equals(entry.Flag, flag, StringComparison.OrdinalIgnoreCase));

    /// <summary>With a flag turned off, in place of what was said of it before.</summary>
    public FleetSwitches With(TurnedOffFlag entry) => this with { TurnedOff = [.. Without(entry.Flag).TurnedOff, entry], By = entry.By, Reason = entry.Reason };

    /// <summary>Without a flag; the same when it is not turned off.</summary>
    public FleetSwitches Without(string flag) => Find(flag) is { } found ? this with { TurnedOff = [.. TurnedOff.Where(entry => entry != found)] } : this;
}
