using System.Collections.Immutable;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>The tables of fields, of what compiles them and of the properties that hold them name the same ones. SchemaTests compares the schema's.</summary>
public sealed class FieldTableTests
{
    [Test]
    public void Operators_AreAllCompiled() =>
        Assert.That(OperatorEntry.All.Select(entry => entry.Name), Is.EquivalentTo(Names(OperatorField.All)));

    [Test]
    public void Conditions_AreAllCompiled() => Assert.That(
        ConditionEntry.All.Select(entry => entry.Field.Name),
        Is.EquivalentTo(Names(ConditionField.OfAudience)),
        "and the percentage, which a rule keeps apart");

    [Test]
    public void Operators_HaveAPropertyEach() => Assert.That(Properties(typeof(AttributeDefinition)), Is.EquivalentTo(Names(OperatorField.All)));

    [Test]
    public void Conditions_HaveAPropertyEach()
    {
        Assert.That(Properties(typeof(ConditionsDefinition)), Is.EquivalentTo(Names(ConditionField.OfRules)));
        Assert.That(Properties(typeof(MembershipDefinition)), Is.EquivalentTo(Names(ConditionField.OfSegments)));
    }

    [Test]
    public void Recurrences_HaveAPropertyForEachField() => Assert.That(Properties(typeof(RecurrenceDefinition)), Is.EquivalentTo(Names(RecurrenceField.All)));

    private static IEnumerable<string> Names(ImmutableArray<Field> fields) => fields.Select(field => field.Name);

    private static IEnumerable<string> Properties(Type definition) =>
        definition.GetProperties().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
}
