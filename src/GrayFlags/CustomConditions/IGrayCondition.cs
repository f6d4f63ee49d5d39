namespace GrayFlags;

/// <summary>An app's own condition, which rules name under <c>custom</c>. Registered by <c>AddCondition</c>; one instance serves every rule.</summary>
public interface IGrayCondition
{
    /// <summary>Reads the parameters of one rule, and creates the test that every evaluation of the rule runs.</summary>
    /// <remarks>
    /// Called for each rule that names the condition, whenever a document is compiled, on any thread. Do slow work here: the test is on the hot path.
    /// Report invalid parameters to <see cref="GrayConditionParameters.Report"/>, which refuses the document; so do parameters that were never read, and an
    /// exception.
    /// </remarks>
    /// <param name="parameters">The rule's parameters.</param>
    /// <returns>The test.</returns>
    GrayConditionTest Compile(GrayConditionParameters parameters);
}
