using GrayFlags.Documents.Problems;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

internal sealed class FieldHintsTests
{
    [Test]
    public void OptionNames_AreThoseOfTheOptions() =>
        Assert.That(FieldHints.OptionNames, Is.EquivalentTo(typeof(GrayFlagsOptions).GetProperties().Select(property => property.Name)));

    [Test]
    public void NoHint_IsAboutAFieldOfTheSchema()
    {
        Assert.That(FieldHints.OfFlag.Keys.Where(name => GrayFlags.Documents.Reading.Fields.Flag.IndexOf(name) >= 0), Is.Empty);
        Assert.That(FieldHints.OfDocument.Keys.Where(name => GrayFlags.Documents.Reading.Fields.Document.IndexOf(name) >= 0), Is.Empty);
    }
}
