using System.CommandLine;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Simulate;

/// <summary><c>grayflags simulate</c>: who is in, by how much, and when; or, with <c>--rollout</c>, how a staged rollout would go.</summary>
internal sealed class SimulateCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The document: a file, an address, or - for the standard input." };

    private readonly Argument<string[]> _flags = new("flag")
    {
        Description = "Flags to look at. Default: all of the document.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _format = RuleSource.FormatOption();
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };
    private readonly SourceOptions _source = new();
    private readonly InstantOptions _instants = new();
    private readonly RuleSettingOptions _settings = new();
    private readonly RolloutOptions _rollout = new();
    private readonly Terminal _terminal;
    private readonly TimeProvider _clock;

    private SimulateCommand(Terminal terminal, TimeProvider clock) => (_terminal, _clock) = (terminal, clock);

    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var simulate = new SimulateCommand(terminal, clock);
        var command = new Command("simulate", "Counts who is in: by rule, variant, region and segment, with intervals, now or over time.")
        {
            simulate._file,
            simulate._flags,
        };
        simulate._source.AddTo(command);
        simulate._instants.AddTo(command);
        simulate._settings.AddTo(command);
        simulate._rollout.AddTo(command);
        command.Options.Add(simulate._format);
        command.Options.Add(simulate._json);
        command.SetAction(simulate.Run);
        return command.With(
            terminal,
            "# Who would be in, of a hundred thousand users:",
            "grayflags simulate flags.json --users 100000",
            "# One flag, with the mix of users that you really have:",
            "grayflags simulate flags.json search -n 1000000 --region CN-GD=30 --attr plan=pro:20,free:80",
            "# A ramp, day by day:",
            "grayflags simulate flags.json search -n 100000 --from 2026-12-01T00:00:00Z --to 2026-12-08T00:00:00Z",
            "# The subjects of a log, one JSON object a line:",
            "grayflags simulate flags.json --contexts users.jsonl --json",
            "# How would the rollout of a flag go, if the new version failed three times as often?",
            "grayflags simulate flags.json new-checkout --rollout --users 100000 --canary-failure-rate 3%");
    }

    private int Run(ParseResult parsed)
    {
        var file = parsed.GetValue(_file)!;
        var document = RuleSource.Load(file, parsed.GetValue(_format)!, _terminal);
        var flags = FlagNames.Of(document, parsed.GetValue(_flags) ?? []);
        var instants = _instants.Instants(parsed, _clock);
        var settings = _settings.Settings(parsed, document);
        var words = Vocabulary.Of(document);
        var source = _source.Create(parsed, words, instants[0], _terminal);
        var regions = new RegionClasses([.. words.Regions, .. source is Population population ? population.NamedRegions : []]);
        if (_rollout.IsAsked(parsed))
        {
            return source is Population users && flags.Count == 1
                ? new RolloutRun(_terminal, _rollout, parsed, document, flags[0])
                    .Run(users, _source.Seed(parsed), instants[0], settings, parsed.GetValue(_json))
                : throw new UsageException("--rollout plays one flag, with --users");
        }

        var question = Question.Of(document, flags, instants, settings, regions);
        var counts = Count(parsed, question, source);
        var findings = new Findings(question, counts, source, [.. Notes(words, settings, source, question)]);
        if (parsed.GetValue(_json))
        {
            JsonReport.Write(_terminal, findings);
        }
        else
        {
            new TextReport(_terminal, findings).Write();
        }

        return Finish(source, parsed.GetValue(_json));
    }

    private long[] Count(ParseResult parsed, Question question, SubjectSource source)
    {
        IReadOnlyList<Tally> tallies = [];
        Work.Run(
            _terminal, "simulate", source.Count,
            progress => tallies = source.Visit(_source.Threads(parsed), () => new Tally(question), static (tally, subject) => tally.Add(subject), progress));
        return Tally.Sum(tallies);
    }

    private int Finish(SubjectSource source, bool isJson)
    {
        if (source is not ContextFile { BadLines: { Count: > 0 } bad })
        {
            return ExitCode.Success;
        }

        if (!isJson)
        {
            _terminal.Out.Flush();
            SourceNotes.Write(_terminal, bad);
        }

        return ExitCode.Problems;
    }

    private static IEnumerable<string> Notes(Vocabulary words, RuleSettings settings, SubjectSource source, Question question)
    {
        foreach (var note in SourceNotes.Of(words, settings, source))
        {
            yield return note;
        }

        if (question.HasParts)
        {
            foreach (var note in SourceNotes.OfRollouts(question.Moments[0].Rules, question.Flags))
            {
                yield return note;
            }

            if (question.Segments.Count < question.SegmentCount)
            {
                yield return $"of {Figures.Count(question.SegmentCount)} segments the first {question.Segments.Count} by name are shown";
            }

            if (question.Flags.Count > Question.MaxPaired)
            {
                yield return $"overlaps are counted for up to {Question.MaxPaired} flags: name those that matter";
            }
        }
    }
}
