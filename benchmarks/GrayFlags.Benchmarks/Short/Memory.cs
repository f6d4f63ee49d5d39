using GrayFlags.Benchmarks.Workload;
using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace GrayFlags.Benchmarks.Short;

/// <summary>What documents and rule sets keep on the heap.</summary>
internal static class Memory
{
    /// <summary>Bytes a flag of a large document: the document, which is kept to go back to it, and what is compiled from it.</summary>
    public static (double Document, double RuleSet) PerFlag()
    {
        const int Flags = 10_000;
        var json = LargeDocument.Json(Flags, 1);
        var (document, ruleSet) = Kept(() => FlagDocument.Read(json).Document!);
        return ((double)document / Flags, (double)ruleSet / Flags);
    }

    /// <summary>Bytes a user of a segment of 1,000,000 users with ids of 16 characters.</summary>
    public static (double Document, double RuleSet) PerUser()
    {
        const int Users = 1_000_000;
        var (document, ruleSet) = Kept(() => new FlagDocument
        {
            Segments = new Dictionary<string, SegmentDefinition> { ["many"] = new() { Users = Workload.Users.CreateIds(Users, 7) } },
            Flags = new Dictionary<string, FlagDefinition>
            {
                ["flag"] = new() { Rules = new Dictionary<string, RuleDefinition> { ["many"] = new() { Segments = ["many"] } } },
            },
        });
        return ((double)document / Users, (double)ruleSet / Users);
    }

    private static (long Document, long RuleSet) Kept(Func<FlagDocument> create)
    {
        // What an evaluator of any document costs is counted with neither.
        using var first = Evaluator(FlagDocument.Empty);
        var before = GC.GetTotalMemory(true);
        var document = create();
        var withDocument = GC.GetTotalMemory(true);
        using var evaluator = Evaluator(document);
        var withBoth = GC.GetTotalMemory(true);
        GC.KeepAlive(document);
        return (withDocument - before, withBoth - withDocument);
    }

    private static GrayEvaluator Evaluator(FlagDocument document) =>
        GrayEvaluator.Create(builder =>
        {
            builder.AddProvider(new InMemoryRuleProvider(document));
            builder.Services.Configure<GrayFlagsOptions>(options => options.Limits = new DocumentLimits { MaxListEntries = int.MaxValue });
        });
}
