namespace GrayFlags.Documents;

/// <summary>The shape of a ramp between two of its points.</summary>
public enum RampShape
{
    /// <summary>The share of a point holds until the next point.</summary>
    Steps,

    /// <summary>The share changes evenly, in whole thousandths of a percent, rounded down.</summary>
    Linear,
}
