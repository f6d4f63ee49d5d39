using System.CommandLine;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Validate;

/// <summary><c>grayflags validate</c>: every problem of documents, with its line and column, and what is probably not meant.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var sources = new Argument<string[]>("source")
        {
            Description = "Files, addresses (https://…) or - for the standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = RuleSource.FormatOption();
        var isMerged = new Option<bool>("--merged") { Description = "Check the sources as layers of one app, of which later ones override earlier ones." };
        var isStrict = new Option<bool>("--strict") { Description = "Warnings fail, too: exit with 1." };
        var at = SubjectOptions.Instant("--at", "The time at which flags have expired and windows are over. Default: now.");
        var isGitHub = new Option<bool>("--github")
        {
            Description = "Print annotations of a GitHub workflow: findings stand beside the lines of a pull request.",
        };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("validate", "Checks documents: every problem with its line and column, and warnings of what is probably not meant.")
        {
            sources, format, isMerged, isStrict, at, isGitHub, isJson,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(isGitHub) && result.GetValue(isJson))
            {
                result.AddError("--github and --json exclude each other");
            }
        });
        command.SetAction(parsed =>
        {
            var check = new DocumentCheck(parsed.GetValue(format)!, parsed.GetValue(at) ?? TimeProvider.System.GetUtcNow(), terminal);
            var given = parsed.GetValue(sources)!;
            List<SourceReport> reports = parsed.GetValue(isMerged) ? [check.Merged(given)] : [.. check.Each(given)];
            if (parsed.GetValue(isJson))
            {
                ReportJson.Write(reports, terminal);
            }
            else
            {
                reports.ForEach(report =>
                {
                    if (parsed.GetValue(isGitHub))
                    {
                        ReportAnnotations.Write(report, terminal);
                    }
                    else
                    {
                        ReportText.Write(report, terminal);
                    }
                });
            }

            return reports.Exists(report => report.Problems > 0 || (parsed.GetValue(isStrict) && report.Warnings > 0)) ? ExitCode.Problems : ExitCode.Success;
        });
        return command.With(
            terminal,
            "# Exit code 0: an app would load it. 1: it would be refused. 2: it cannot be read.",
            "grayflags validate flags.json",
            "# In a workflow of GitHub: findings stand beside the lines, and warnings fail.",
            "grayflags validate rules/*.json --strict --github",
            "# As an app with both files sees them.",
            "grayflags validate base.json production.json --merged",
            "# Whether a document of another system can be read.",
            "curl -s https://unleash.example/api/client/features | grayflags validate - --format unleash");
    }
}
