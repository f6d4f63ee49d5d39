using Fleet;

// A fleet of three processes on one PostgreSQL: what each node sees while the canary fails on one of them. --seconds 60: ends after so many.
// --fail-after 16: from then on the new version fails on node-2. --kill-after 6: node-3 is killed, and node-4 starts three seconds later.
// --connection: a PostgreSQL of yours, where the schema grayflags_sample is made and dropped; otherwise a private one is started in a temporary folder.
if (args is ["node", var name])
{
    return await Node.RunAsync(name);
}

await using var server = Option("--connection") is { } given ? PrivateServer.Given(given) : await PrivateServer.StartAsync();
var show = new Show(server.ConnectionString, Number("--fail-after", 16), Number("--kill-after", 6));
return await show.RunAsync(Number("--seconds", 60)) ? 0 : 1;

int Number(string name, int otherwise) => Option(name) is { } text && int.TryParse(text, out var number) ? number : otherwise;

string? Option(string name)
{
    var index = Array.IndexOf(args, name);
    return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
}
