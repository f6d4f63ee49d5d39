namespace GrayFlags.Rules;

/// <summary>The flags that conditions require, decided for the same context by the same precedence.</summary>
internal interface IRequiredFlags
{
    /// <summary>Decides what a flag serves to the frame's context.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="frame">The frame of the flag that requires it.</param>
    /// <param name="isOverridden">True when the program overrides the flag; the variant, if any, then only has a name.</param>
    Serve ServeOf(Flag flag, ref EvaluationFrame frame, out bool isOverridden);
}
