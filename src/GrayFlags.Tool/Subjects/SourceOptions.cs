using System.CommandLine;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Subjects;

/// <summary>The options that say whom rules are asked for: <c>--users</c> or <c>--contexts</c>, and what made-up users are made of.</summary>
internal sealed class SourceOptions
{
    private const int MaxThreads = 256;

    private readonly Option<long?> _users = new("--users", "-n") { Description = "How many users to make up.", HelpName = "count" };

    private readonly Option<string?> _contexts = new("--contexts", "-c")
    {
        Description = """Contexts to read, one a line: {"userId": "ana", "region": "CN-GD", "attributes": {"plan": "pro"}}; - for the standard input.""",
        HelpName = "file.jsonl",
    };

    private readonly Option<ulong?> _seed = new("--seed")
    {
        Description = "Makes up other users; the same seed, the same numbers. Default: 1.",
        HelpName = "number",
    };

    private readonly Option<string[]> _regions = new("--region")
    {
        Description = "Where made-up users are, such as CN-GD=30 (percent; the rest is elsewhere). Default: evenly where rules name regions, and elsewhere.",
        HelpName = "code=percent",
    };

    private readonly Option<string[]> _attributes = new("--attr")
    {
        Description = "The mix of an attribute, such as plan=pro:20,free:80 (the rest has none). Default: evenly the values that rules name, others and none.",
        HelpName = "name=value:percent,…",
    };

    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "Threads; the numbers do not depend on it. Default: one for each processor.",
        HelpName = "count",
    };

    public void AddTo(Command command)
    {
        Option[] all = [_users, _contexts, _seed, _regions, _attributes, _threads];
        Array.ForEach(all, command.Options.Add);
    }

    public int Threads(ParseResult parsed) => Math.Clamp(parsed.GetValue(_threads) ?? Environment.ProcessorCount, 1, MaxThreads);

    public ulong Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? 1;

    /// <summary>The source of subjects.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="words">The words of the documents.</param>
    /// <param name="now">The time of the first answer.</param>
    /// <param name="terminal">Where the standard input is.</param>
    /// <param name="otherwise">How many users to make up where neither option is given; null to ask for one.</param>
    /// <param name="named">Users to ask for beside those that are made up.</param>
    public SubjectSource Create(
        ParseResult parsed, Vocabulary words, DateTimeOffset now, Terminal terminal, long? otherwise = null, IReadOnlyList<string>? named = null)
    {
        var users = parsed.GetValue(_users);
        if (parsed.GetValue(_contexts) is { } contexts)
        {
            return users is null
                ? new ContextFile(Open(contexts, terminal), Seed(parsed))
                : throw new UsageException("--users and --contexts exclude each other");
        }

        var count = users ?? otherwise ?? throw new UsageException("whom to ask for is missing: --users 100000 makes users up, --contexts FILE reads them");
        return count is > 0 and <= 10_000_000_000
            ? new Population(
                count,
                Seed(parsed),
                SubjectMix.Regions(words, parsed.GetValue(_regions) ?? []),
                SubjectMix.Attributes(words, parsed.GetValue(_attributes) ?? [], now),
                [.. words.Units.Where(unit => !words.Attributes.ContainsKey(unit))],
                words.Ranks,
                named ?? [])
            : throw new UsageException($"--users is {count}, and not from 1 to 10,000,000,000");
    }

    private static Stream Open(string path, Terminal terminal)
    {
        if (path == RuleSource.StandardInput)
        {
            return terminal.Input;
        }

        return InputFile.Read(path, static path => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1));
    }
}
