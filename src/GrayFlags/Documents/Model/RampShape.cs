namespace GrayFlags.Documents;

/// <summary>How a ramp goes from one of its points to the next.</summary>
public enum RampShape
{
    /// <summary>The share of a point holds until the next point.</summary>
    Steps,

    /// <summary>The share changes evenly, in whole thousandths of a percent, rounded down.</summary>
    Linear,
}
