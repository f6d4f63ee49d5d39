using GrayFlags.Documents;
using GrayFlags.Documents.Reading;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>What the reader makes of objects that are keyed by name, few or many.</summary>
public sealed class NamedEntriesTests
{
    [Test]
    public void Names_KeepTheirOrder_AndAreFoundIgnoringCase([Values(0, 1, 2, 8, 9, 300)] int count)
    {
        var entries = Filled(count);

        Assert.That(entries.Select(entry => (entry.Key, entry.Value)), Is.EqualTo(Enumerable.Range(0, count).Select(number => ($"Name-{number}", number))));
        Assert.That(entries.Keys, Is.EqualTo(entries.Select(entry => entry.Key)));
        Assert.That(entries.Values, Is.EqualTo(Enumerable.Range(0, count)));
        for (var number = 0; number < count; number++)
        {
            Assert.That(entries[$"nAME-{number}"], Is.EqualTo(number));
        }

        Assert.That(entries.ContainsKey("Name"), Is.False);
        Assert.That(entries.TryGetValue($"Name-{count}", out _), Is.False);
        Assert.That(() => entries["Name"], Throws.TypeOf<KeyNotFoundException>());
    }

    [Test]
    public void AName_IsTakenOnce([Values(1, 8, 9, 300)] int count)
    {
        var entries = Filled(count);

        Assert.That(entries.TryAdd("NAME-0"), Is.False);
        Assert.That(entries, Has.Count.EqualTo(count));
    }

    [Test]
    public void RemovedNames_AreGone_AndTheOthersAreFound([Values(3, 9, 300)] int count)
    {
        var entries = Filled(count);

        entries.RemoveAll(["Name-1", $"Name-{count - 1}"]);

        Assert.That(entries, Has.Count.EqualTo(count - 2));
        Assert.That(entries.Keys, Has.None.EqualTo("Name-1"));
        Assert.That(entries.ContainsKey("Name-1"), Is.False);
        Assert.That(entries[$"Name-{count - 2 - (count == 3 ? 1 : 0)}"], Is.EqualTo(count - 2 - (count == 3 ? 1 : 0)));
    }

    [Test]
    public void ALargeObject_IsReadWhole_HoweverUnevenItsEntriesAre([Values] bool isLongFirst)
    {
        var flags = Enumerable.Range(0, 2_000).Select(number =>
            number < 256 == isLongFirst
                ? $$"""  "flag-{{number}}": { "description": "{{new string('x', 300)}}", "default": true }"""
                : $"""  "flag-{number}": true""");

        var document = FlagDocument.Parse($$"""{ "flags": { {{string.Join(",\n", flags)}} } }""");

        Assert.That(document.Flags.Keys, Is.EqualTo(Enumerable.Range(0, 2_000).Select(number => $"flag-{number}")));
        Assert.That(document.Flags["FLAG-1999"].Static is null, Is.Not.EqualTo(isLongFirst));
    }

    private static NamedEntries<int> Filled(int count)
    {
        var entries = new NamedEntries<int>();
        for (var number = 0; number < count; number++)
        {
            Assert.That(entries.TryAdd($"Name-{number}"));
            entries.SetLast(number);
            if (number == 255)
            {
                entries.Expect(280);
            }
        }

        return entries;
    }
}
