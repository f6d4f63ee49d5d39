using GrayFlags.Documents.Problems;

namespace GrayFlags.Rules.Operators;

/// <summary><c>semver</c>: the value is a version inside a range.</summary>
internal sealed class VersionOperator(string name, VersionRange range) : AttributeOperator(name)
{
    public VersionRange Range { get; } = range;

    public override long Steps => EvaluationCost.Version + Range.Steps;

    protected override string Operand => LogSafeText.Quote(Range.ToString());

    public override string Readable => "a version, such as 1.2.3";

    protected override bool HoldsForText(string text, in AttributeReading attribute) =>
        SemanticVersion.TryParse(text, out var version, out _) ? Range.Contains(version) : attribute.Unreadable();
}
