using GrayFlags.FleetBenchmarks;

// How long a change takes to reach every node of a fleet, and what the fleet asks of its store: many evaluators in one process on a real server.
// [postgresql|redis] [--nodes 50] [--rounds 50]; both servers are private ones in temporary folders.
// --processes 10: how long a canary that begins to fail is served, by as many processes on one server.
if (args is ["node", var kind, var document, var name])
{
    await NodeProgram.RunAsync(kind, document, name);
    return 0;
}

var rounds = Number("--rounds", 50);
if (args is not ["redis", ..])
{
    await using var engine = await PostgreSqlEngine.StartAsync();
    await RunAsync(engine);
}

if (args is not ["postgresql", ..])
{
    await using var engine = RedisEngine.Start();
    await RunAsync(engine);
}

return 0;

async Task RunAsync(IEngine engine)
{
    if (Number("--processes", 0) is > 0 and var processes)
    {
        using var measurement = new ProcessMeasurement(engine, processes, rounds, Console.Out);
        await measurement.RunAsync();
        return;
    }

    await new Measurement(engine, Number("--nodes", 50), rounds, Console.Out).RunAsync();
}

int Number(string option, int otherwise)
{
    var index = Array.IndexOf(args, option);
    return index >= 0 && index + 1 < args.Length && int.TryParse(args[index + 1], out var number) ? number : otherwise;
}
