using System.CommandLine;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;
using Spectre.Console;

namespace GrayFlags.Tool.References;

/// <summary><c>grayflags refs</c>: the names of flags in source text.</summary>
internal sealed class ReferencesCommand
{
    private const int MaxPlaces = 5;

    private readonly Argument<string> _file = new("file") { Description = "The document: a file, an address, or - for the standard input." };
    private readonly Option<string> _source = new("--src") { Description = "The folder with the source.", HelpName = "folder", Required = true };
    private readonly Option<string> _extensions = new("--ext")
    {
        Description = "The extensions of files to read.",
        HelpName = "list",
        DefaultValueFactory = _ => SourceFiles.DefaultExtensions,
    };

    private readonly Option<string[]> _ignored = new("--ignore")
    {
        Description = "A name to leave alone: used where nobody sees it, or no flag although it looks like one.",
        HelpName = "name",
    };

    private readonly Option<int?> _maxUnused = new("--max-unused") { Description = "Exits with 1 when more flags are unused.", HelpName = "count" };
    private readonly Option<int?> _maxUndefined = new("--max-undefined") { Description = "Exits with 1 when more names are undefined.", HelpName = "count" };
    private readonly Option<int?> _maxExpired = new("--max-expired")
    {
        Description = "Exits with 1 when more flags have expired and are used.",
        HelpName = "count",
    };

    private readonly Option<string?> _usage = new("--usage")
    {
        Description = "What a dashboard says about usage: a file with its answer to api/flags?take=10000. Shows flags that are used and look stale.",
        HelpName = "file",
    };

    private readonly Option<int?> _maxStale = new("--max-stale") { Description = "Exits with 1 when more flags look stale and are used.", HelpName = "count" };

    private readonly Option<DateTimeOffset?> _at = SubjectOptions.Instant("--at", "The time that flags expire by. Default: now.");
    private readonly Option<string> _format = RuleSource.FormatOption();
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON." };
    private readonly Option<bool> _github = new("--github") { Description = "Prints annotations of a GitHub workflow." };
    private readonly Terminal _terminal;
    private readonly TimeProvider _clock;

    private ReferencesCommand(Terminal terminal, TimeProvider clock) => (_terminal, _clock) = (terminal, clock);

    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var refs = new ReferencesCommand(terminal, clock);
        var command = new Command("refs", "Finds the names of flags in source text: used, unused, undefined, and expired but still used.") { refs._file };
        Option[] options =
        [
            refs._source, refs._extensions, refs._ignored, refs._maxUnused, refs._maxUndefined, refs._maxExpired, refs._usage, refs._maxStale,
            refs._at, refs._format, refs._json,
            refs._github,
        ];
        Array.ForEach(options, command.Options.Add);
        command.SetAction(refs.Run);
        return command.With(
            terminal,
            "# Which flags does the source use, and where?",
            "grayflags refs flags.json --src src",
            "# In CI: no flag that nobody uses, no name that is no flag:",
            "grayflags refs flags.json --src . --max-unused 0 --max-undefined 0 --github");
    }

    private int Run(ParseResult parsed)
    {
        foreach (var limit in (Option<int?>[])[_maxUnused, _maxUndefined, _maxExpired, _maxStale])
        {
            _ = parsed.GetValue(limit) is < 0 ? throw new UsageException($"{limit.Name} is {parsed.GetValue(limit)}, and less than 0") : 0;
        }

        var usage = parsed.GetValue(_usage);
        _ = usage is null && parsed.GetValue(_maxStale) is not null ? throw new UsageException("--max-stale needs --usage") : 0;
        var stale = usage is null ? null : UsageAnswer.Read(usage);
        var document = RuleSource.Load(parsed.GetValue(_file)!, parsed.GetValue(_format)!, _terminal);
        var separators = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var extensions = parsed.GetValue(_extensions)!.Split(',', separators).Select(static each => each.TrimStart('.').ToLowerInvariant()).ToHashSet();
        var files = SourceFiles.Of(parsed.GetValue(_source)!, extensions);
        var now = parsed.GetValue(_at) ?? _clock.GetUtcNow();
        var findings = ReferenceFindings.Of(document, files, now, parsed.GetValue(_ignored) ?? [], Directory.GetCurrentDirectory(), stale);
        if (parsed.GetValue(_json))
        {
            ReferencesJson.Write(_terminal, findings);
        }
        else if (parsed.GetValue(_github))
        {
            WriteAnnotations(findings, parsed.GetValue(_file)!);
        }
        else
        {
            WriteText(findings, document.Flags.Keys);
        }

        return IsOver(parsed.GetValue(_maxUnused), findings.Unneeded.Count, "unused", findings.Unneeded)
            | IsOver(parsed.GetValue(_maxUndefined), findings.Undefined.Count, "undefined", findings.Undefined.Keys)
            | IsOver(parsed.GetValue(_maxExpired), findings.Expired.Count, "expired and used", findings.Expired.Select(static each => each.Name))
            | IsOver(parsed.GetValue(_maxStale), findings.Stale?.Count ?? 0, "stale and used", (findings.Stale ?? []).Select(static each => each.Name))
            ? ExitCode.Problems
            : ExitCode.Success;
    }

    private bool IsOver(int? limit, int count, string what, IEnumerable<string> names)
    {
        if (limit is not { } most || count <= most)
        {
            return false;
        }

        _terminal.Out.Flush();
        _terminal.Error.WriteLine($"grayflags: {what}: {Figures.Count(count)}, and at most {Figures.Count(most)} are allowed: {string.Join(", ", names)}");
        return true;
    }

    private void WriteText(ReferenceFindings findings, IEnumerable<string> flags)
    {
        Sheet.Line(_terminal, $"[bold]{Figures.Of(findings.Used.Count, "flag")} used[/], in {Figures.Of(findings.Files, "file")}");
        var sheet = new Sheet(_terminal);
        foreach (var (name, places) in findings.Used)
        {
            sheet.Row(new(name, "green"), Cell.Number(Figures.Count(places.Count)), new(Places(places), "grey"));
        }

        sheet.Write();
        Part("yellow", "unused: in no source", findings.Unused.Select(static each =>
            (each.Name, each.RequiredBy.Count == 0 ? "" : $"required by {string.Join(", ", each.RequiredBy)}")));
        Part("red", "undefined: used, and no flag of the document", findings.Undefined.Select(each => (each.Key, Places(each.Value) + Near(each.Key, flags))));
        Part("yellow", "expired, and used still", findings.Expired.Select(static each => (each.Name, $"{each.Expires}, {Places(each.Places)}")));
        Part("yellow", "stale, and used still", (findings.Stale ?? []).Select(static each => (each.Name, $"{each.Why}, {Places(each.Places)}")));
        Part("grey", "computed names, which may be those of any flag", findings.Computed.Select(static place => (place.ToString(), "")));
    }

    private void Part(string style, string title, IEnumerable<(string Name, string Text)> entries)
    {
        var sheet = new Sheet(_terminal);
        var count = 0;
        foreach (var (name, text) in entries)
        {
            sheet.Row(new(name, style), new(text, "grey"));
            count++;
        }

        if (count > 0)
        {
            Sheet.Line(_terminal, $"[bold]{Figures.Count(count)} {Markup.Escape(title)}[/]");
            sheet.Write();
        }
    }

    private void WriteAnnotations(ReferenceFindings findings, string file)
    {
        foreach (var (name, places) in findings.Undefined)
        {
            places.ForEach(place => Annotate("error", place, $"'{name}' is no flag of {file}"));
        }

        foreach (var (name, expires, places) in findings.Expired)
        {
            places.ForEach(place => Annotate("warning", place, $"flag '{name}' has expired ({expires})"));
        }

        foreach (var (name, why, places) in findings.Stale ?? [])
        {
            places.ForEach(place => Annotate("warning", place, $"flag '{name}' looks stale: {why}"));
        }

        foreach (var name in findings.Unneeded)
        {
            _terminal.Out.WriteLine($"::warning file={Property(file)}::flag '{Data(name)}' is used in no source");
        }
    }

    private void Annotate(string kind, Place place, string message) => _terminal.Out.WriteLine(string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"::{kind} file={Property(place.File)},line={place.Line},col={place.Column}::{Data(message)}"));

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Near(string name, IEnumerable<string> flags) => NearName.Find(name, flags) is { } near ? $"; did you mean '{near}'?" : "";

    private static string Places(List<Place> places) =>
        string.Join(", ", places.Take(MaxPlaces)) + (places.Count > MaxPlaces ? $" and {places.Count - MaxPlaces} more" : "");
}
