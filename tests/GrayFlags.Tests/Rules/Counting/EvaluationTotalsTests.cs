using System.Runtime.CompilerServices;
using GrayFlags.Compilation;
using GrayFlags.Documents;
using GrayFlags.Rules;
using GrayFlags.Rules.Counting;
using GrayFlags.Rules.Lookup;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Counting;

/// <summary>Counts go on over reloads: those of a rule set that is still asked, and those of one that is gone.</summary>
[NonParallelizable]
public sealed class EvaluationTotalsTests
{
    private EvaluationTotals _totals = null!;

    [SetUp]
    public void SetUp() => _totals = new();

    [Test]
    public void ARuleSetThatIsStillAsked_GoesOnCounting()
    {
        var first = Table("a", "b");
        Count(first, "a", 3);
        var second = Table("A", "c");
        _totals.Retire(first, second);
        Count(first, "a", 2);
        Count(second, "A", 5);
        Count(second, "c", 1);

        Assert.That(Read(second), Is.EqualTo(new[] { ("A", 10L), ("c", 1L) }));
        GC.KeepAlive(first);
    }

    [Test]
    public void ARuleSetThatIsGone_WasCounted()
    {
        var second = Table("a", "c");
        RetireOne(second);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Count(second, "a", 1);

        Assert.That(Read(second), Is.EqualTo(new[] { ("a", 5L) }));

        // A flag that has gone begins anew, should it come again.
        var third = Table("c");
        _totals.Retire(second, third);
        Assert.That(Read(third), Is.Empty);
        GC.KeepAlive(second);
    }

    [Test]
    public void ARuleSetThatRetiresWhileItIsRead_IsNotCountedTwice()
    {
        var first = Table("a");
        Count(first, "a", 3);
        _totals.Retire(first, Table("a"));

        Assert.That(Read(first), Is.EqualTo(new[] { ("a", 3L) }));
    }

    // Apart, so that nothing on the stack keeps the table.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RetireOne(FlagTable now)
    {
        var table = Table("a", "b");
        Count(table, "a", 4);
        Count(table, "b", 4);
        _totals.Retire(table, now);
    }

    private static FlagTable Table(params string[] names)
    {
        var document = new FlagDocument { Flags = names.ToDictionary(name => name, _ => (FlagDefinition)true) };
        return RuleSetCompiler.Compile(document, [], new RuleSetOptions(), "f").RuleSet!.Flags;
    }

    private static void Count(FlagTable table, string name, int times)
    {
        for (var time = 0; time < times; time++)
        {
            table.Counts.Count(table.Find(name)!.FirstCell);
        }
    }

    private IEnumerable<(string Name, long Count)> Read(FlagTable now) => _totals.Read(now).Select(answer => (answer.Flag.Name, answer.Count));
}
