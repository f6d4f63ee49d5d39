using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Rules.Lookup;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Lookup;

public sealed class FlagTableTests
{
    // All lengths, with names that differ in one character at each place, so that no block of a name is left out.
    [Test]
    public void Find_NamesThatDifferInOneCharacter_GivesEachItsOwn()
    {
        var names = Enumerable.Range(1, 128)
            .SelectMany(length => Enumerable.Range(0, length).Select(place => new string('a', place) + "b" + new string('a', length - place - 1)))
            .ToList();
        var table = Table(names);

        Assert.Multiple(() =>
        {
            foreach (var name in names)
            {
                Assert.That(table.Find(name)?.Name, Is.EqualTo(name));
                Assert.That(table.Find(name.Replace('b', 'B'))?.Name, Is.EqualTo(name), "ignoring case");
                Assert.That(table.Find(name.Replace('b', 'c')), Is.Null);
            }
        });
    }

    [Test]
    public void Find_RandomNames_AgreesWithADictionary([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, 3_000).Select(_ => RandomText.Name(random)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var known = names.Take(names.Count / 2).ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);
        var table = Table(known.Keys);

        Assert.That(names.Select(name => table.Find(new string(name.AsSpan()))?.Name), Is.EqualTo(names.Select(name => known.GetValueOrDefault(name))));
    }

    // Searched, not solved: names whose hashes agree in the bits that choose the slot.
    [Test]
    [Fault("X5")]
    public void Find_NamesThatAllFallIntoOneSlot_FindsEach()
    {
        var crafted =
            Enumerable.Range(0, 300_000).Select(index => $"crafted-{index}").Where(name => (new ShortName(name).Hash() & 0x1FF) == 0).Take(200).ToList();
        Assert.That(crafted, Has.Count.EqualTo(200));

        var table = Table(crafted);

        Assert.That(crafted.Select(name => table.Find(name)?.Name), Is.EqualTo(crafted));
        Assert.That(table.Find("crafted-none"), Is.Null);
    }

    private static FlagTable Table(IEnumerable<string> names)
    {
        var document = new FlagDocument { Flags = names.ToDictionary(name => name, _ => (FlagDefinition)true) };
        return RuleSetCompiler.Compile(document, [], new RuleSetOptions(), "").RuleSet!.Flags;
    }
}
