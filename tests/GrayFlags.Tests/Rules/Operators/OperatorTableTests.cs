using GrayFlags.Compilation;
using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Operators;

/// <summary>The tables of operators name the same ones. The schema's are compared with them in SchemaTests.</summary>
public sealed class OperatorTableTests
{
    [Test]
    public void Operators_AreAllCompiled() =>
        Assert.That(OperatorEntry.All.Select(entry => entry.Name), Is.EquivalentTo(AttributeDefinition.Operators.Select(field => field.Name)));

    [Test]
    public void Operators_HaveAPropertyEach()
    {
        var properties = typeof(AttributeDefinition).GetProperties().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.That(properties, Is.EquivalentTo(AttributeDefinition.Operators.Select(field => field.Name)));
    }
}
