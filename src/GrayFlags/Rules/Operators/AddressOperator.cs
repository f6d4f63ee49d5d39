using GrayFlags.Rules.Sets;

namespace GrayFlags.Rules.Operators;

/// <summary><c>cidr</c>: the value is an IP address inside one of some networks.</summary>
internal sealed class AddressOperator(string name, AddressSet networks) : AttributeOperator(name)
{
    public AddressSet Networks { get; } = networks;

    public override long Steps => EvaluationCost.Address;

    protected override string Operand => Networks.ToString();

    public override string Readable => "an IP address";

    protected override bool HoldsForText(string text, in AttributeReading attribute) =>
        PeerText.TryParse(text, out var address) ? Networks.Contains(address) : attribute.Unreadable();
}
