using GrayFlags.FleetBenchmarks;

// How long a change takes to reach every node of a fleet, and what the fleet asks of its store: many evaluators in one process on a real server.
// [postgresql|redis]  [--nodes 50] [--rounds 50]; both servers are private ones in temporary folders.
var nodes = Number("--nodes", 50);
var rounds = Number("--rounds", 50);
if (args is not ["redis", ..])
{
    await using var engine = await PostgreSqlEngine.StartAsync();
    await new Measurement(engine, nodes, rounds, Console.Out).RunAsync();
}

if (args is not ["postgresql", ..])
{
    await using var engine = RedisEngine.Start();
    await new Measurement(engine, nodes, rounds, Console.Out).RunAsync();
}

return 0;

int Number(string name, int otherwise)
{
    var index = Array.IndexOf(args, name);
    return index >= 0 && index + 1 < args.Length && int.TryParse(args[index + 1], out var number) ? number : otherwise;
}
