namespace GrayFlags.Documents;

/// <summary>One point of a ramp: from an instant on, a share.</summary>
public sealed class RampPointDefinition : Definition
{
    /// <summary>The instant.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The size of the share then, in percent: 0 to 100, with up to three decimals.</summary>
    public decimal Of { get; init; }
}
