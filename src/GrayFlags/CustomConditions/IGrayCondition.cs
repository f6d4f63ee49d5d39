namespace GrayFlags;

/// <summary>A condition of the app's own, which rules name under <c>custom</c>. Registered by <c>AddCondition</c>; one instance serves every rule.</summary>
public interface IGrayCondition
{
    /// <summary>Reads the parameters that one rule gives, and makes the test that every evaluation of this rule asks.</summary>
    /// <remarks>
    /// Called for each rule that names the condition, whenever a document is compiled, on any thread. Everything slow belongs here: the test is on the hot path.
    /// What is wrong with the parameters goes to <see cref="GrayConditionParameters.Report"/> and refuses the document; so do parameters that were never asked for, and an exception.
    /// </remarks>
    /// <param name="parameters">What the document gives.</param>
    /// <returns>The test.</returns>
    GrayConditionTest Compile(GrayConditionParameters parameters);
}
