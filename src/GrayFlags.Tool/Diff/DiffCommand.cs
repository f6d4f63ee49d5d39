using System.CommandLine;
using GrayFlags.Changes;
using GrayFlags.Documents;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;
using GrayFlags.Tool.Subjects;

namespace GrayFlags.Tool.Diff;

/// <summary><c>grayflags diff</c>: what two documents write differently, and for whom answers change.</summary>
internal sealed class DiffCommand
{
    private const long DefaultUsers = 100_000;

    private readonly Argument<string> _old = new("old") { Description = "The document before: a file, an address, or - for the standard input." };
    private readonly Argument<string> _new = new("new") { Description = "The document after." };
    private readonly Option<string> _oldFormat = RuleSource.FormatOption("--old-format");
    private readonly Option<string> _newFormat = RuleSource.FormatOption("--new-format");
    private readonly Option<DateTimeOffset?> _at = SubjectOptions.Instant("--at", "The time of the answers, for example 2026-06-01T12:00:00Z. Default: now.");
    private readonly Option<string?> _maxFlips = new("--max-flips")
    {
        Description = "Exits with 1 when a flag changes for more subjects than this: 5% or 100.",
        HelpName = "limit",
    };

    private readonly Option<bool> _markdown = new("--markdown") { Description = "Prints Markdown, for a pull request." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };
    private readonly SourceOptions _source = new();
    private readonly RuleSettingOptions _settings = new();
    private readonly Terminal _terminal;
    private readonly TimeProvider _clock;

    private DiffCommand(Terminal terminal, TimeProvider clock) => (_terminal, _clock) = (terminal, clock);

    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var diff = new DiffCommand(terminal, clock);
        var command = new Command("diff", "Compares two documents: what is written differently, and for whom answers change.")
        {
            diff._old,
            diff._new,
        };
        diff._source.AddTo(command);
        command.Options.Add(diff._at);
        command.Options.Add(diff._maxFlips);
        diff._settings.AddTo(command);
        Option[] more = [diff._oldFormat, diff._newFormat, diff._markdown, diff._json];
        Array.ForEach(more, command.Options.Add);
        command.SetAction(diff.Run);
        return command.With(
            terminal,
            "# For whom would answers change?",
            "grayflags diff old.json new.json",
            "# The working copy against what is committed; fails when a flag changes for more than 5 % of users:",
            "git show HEAD:flags.json | grayflags diff - flags.json --max-flips 5%",
            "# For the users of a log, as a comment on a pull request:",
            "grayflags diff old.json new.json --contexts users.jsonl --markdown");
    }

    private int Run(ParseResult parsed)
    {
        var (oldName, newName) = (parsed.GetValue(_old)!, parsed.GetValue(_new)!);
        var limit = FlipLimit.Parse(parsed.GetValue(_maxFlips));
        var before = RuleSource.Load(oldName, parsed.GetValue(_oldFormat)!, _terminal);
        var after = RuleSource.Load(newName, parsed.GetValue(_newFormat)!, _terminal);
        var at = parsed.GetValue(_at) ?? _clock.GetUtcNow();
        var settings = _settings.Settings(parsed, before, after);
        var words = Vocabulary.Of(before, after);

        // Rules for a few users by name are the ones that change most often: nobody who is made up would meet them.
        var named = words.Users.OrderBy(static user => user, StringComparer.Ordinal).ToArray();
        var source = _source.Create(parsed, words, at, _terminal, DefaultUsers, named);
        var comparison = Comparison.Of(before, after, at, settings);
        var flips = Count(parsed, comparison, source);
        var findings = new DiffFindings(
            oldName, newName, at, DocumentChanges.Between(before, after), comparison.Names, flips, source, limit,
            [.. Notes(words, settings, source, comparison, HasWindows(before) || HasWindows(after))]);
        Write(parsed, findings);
        return Finish(findings, parsed.GetValue(_json));
    }

    private FlipTally Count(ParseResult parsed, Comparison comparison, SubjectSource source)
    {
        IReadOnlyList<FlipTally> tallies = [];
        Work.Run(
            _terminal, "diff", source.Count,
            progress => tallies =
                source.Visit(_source.Threads(parsed), () => new FlipTally(comparison), static (tally, subject) => tally.Add(subject), progress));
        return FlipTally.Sum(comparison, tallies);
    }

    private void Write(ParseResult parsed, DiffFindings findings)
    {
        if (parsed.GetValue(_json))
        {
            DiffJson.Write(_terminal, findings);
        }
        else if (parsed.GetValue(_markdown))
        {
            DiffMarkdown.Write(_terminal, findings);
        }
        else
        {
            new DiffText(_terminal, findings).Write();
        }
    }

    private int Finish(DiffFindings findings, bool isJson)
    {
        var bad = (findings.Source as ContextFile)?.BadLines;
        if (bad is { Count: > 0 } && !isJson)
        {
            _terminal.Out.Flush();
            SourceNotes.Write(_terminal, bad);
        }

        if (findings.Flips.Subjects == 0)
        {
            _terminal.Error.WriteLine("grayflags: there is no subject, so nothing was compared");
            return ExitCode.Problems;
        }

        return findings.Exceeded.Count > 0 || bad is { Count: > 0 } ? ExitCode.Problems : ExitCode.Success;
    }

    private static bool HasWindows(FlagDocument document) =>
        document.Flags.Values.Any(static flag => flag.Rules?.Values.Any(static rule => rule.Window is not null) == true);

    private static IEnumerable<string> Notes(
        Vocabulary words, RuleSettings settings, SubjectSource source, Comparison comparison, bool hasWindows)
    {
        foreach (var note in SourceNotes.Of(words, settings, source))
        {
            yield return note;
        }

        if (source is Population { } population)
        {
            yield return $"made-up users are of this mix, which decides the figures: {SourceNotes.MixOf(population)}; --region and --attr change it, "
                + "--contexts takes real ones";
        }

        if (hasWindows)
        {
            yield return "some rules have a window, and are compared at this one time; --at takes another";
        }

        if (source is Population { Named.Count: > 0 and var count })
        {
            yield return $"the subjects are the {Figures.Of(count, "user")} that rules name, and users that are made up";
        }

        if (comparison.Old.Concat(comparison.Now).Any(static flag => flag?.Rollout is not null))
        {
            yield return "rollouts are compared at their first stage, as in an app that has just loaded the document";
        }
    }
}
