using GrayFlags.Documents;

namespace GrayFlags.Tests.Saver;

/// <summary>Rolls back, says so, and waits to be killed.</summary>
internal static class RolloutKeeper
{
    private const string Document = """
        { "flags": { "f": { "rollout": { "stages": [{ "name": "s0", "percentage": 50 }, { "name": "all", "percentage": 100, "hold": "01:00:00" }],
          "guards": { "errors": { "metric": "error" } } } } } }
        """;

    // The stage has to hold, or it would be left before anybody fails.
    private static readonly string Held = Document.Replace("\"percentage\": 50", "\"percentage\": 50, \"hold\": \"01:00:00\"", StringComparison.Ordinal);

    public static async Task RollBackAsync(string path, bool byGuard)
    {
        var told = new TaskCompletionSource();
        using var evaluator = GrayEvaluator.Create(
            builder => builder.AddProvider(new InMemoryRuleProvider(FlagDocument.Parse(Held))).AddRolloutStore(new FileRolloutStore(path)));
        evaluator.Rollouts.Changed += (_, change) =>
        {
            if (change.To == RolloutPhase.RolledBack)
            {
                told.TrySetResult();
            }
        };
        if (!byGuard)
        {
            await evaluator.Rollouts.RollbackAsync("f", "eve", "now");
        }

        for (var number = 0; byGuard && !told.Task.IsCompleted; number++)
        {
            using (var outcome = evaluator.Begin("f", new GrayContext($"user-{number}")))
            {
                if (!outcome.Enabled)
                {
                    outcome.Succeed();
                }
            }

            if (number % 1_000 == 0)
            {
                await Task.Delay(10);
            }
        }

        Console.WriteLine("rolled back");
        Console.ReadLine();
    }

    /// <summary>Writes one rollback after another over whatever is there.</summary>
    public static async Task WriteForeverAsync(string path, string node)
    {
        var store = new FileRolloutStore(path);
        for (var number = 0; ; number = (number + 1) % 20)
        {
            var record = new RolloutRecord { Flag = $"f{node}-{number}", Id = "1", Phase = RolloutPhase.RolledBack };
            var write = await store.WriteAsync(record, CancellationToken.None);
            if (!write.IsWritten)
            {
                await store.WriteAsync(write.Current, CancellationToken.None);
            }

            Console.WriteLine("rolled back");
        }
    }
}
