namespace GrayFlags.Formats;

/// <summary>The generations of <c>fractional</c>: each divides users anew, and a document does not say which one it means.</summary>
public enum FlagdFractional
{
    /// <summary>Since 2025: weights of any sum.</summary>
    V2,

    /// <summary>Until 2025: whole percents.</summary>
    V1,
}
