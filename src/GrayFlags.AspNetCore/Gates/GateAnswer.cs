namespace GrayFlags.AspNetCore.Gates;

/// <summary>Marks the answer of a closed gate, in the metadata of the substitute endpoint.</summary>
internal sealed class GateAnswer
{
    public static GateAnswer Mark { get; } = new();
}
