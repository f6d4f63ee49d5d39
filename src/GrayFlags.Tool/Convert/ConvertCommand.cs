using System.CommandLine;
using GrayFlags.Documents;
using GrayFlags.Formats;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Convert;

/// <summary><c>grayflags convert</c>: a document of another system becomes one of ours, with a report of what was refused and who is drawn anew.</summary>
internal static class ConvertCommand
{
    private static readonly string[] Formats = ["unleash", "featuremanagement", "flagd"];

    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("source") { Description = "A file, an address (https://…) or - for the standard input." };
        var from = new Option<string>("--from")
        {
            Description = $"The system that it is of: {string.Join(", ", Formats)}.",
            HelpName = "format",
            Required = true,
        };
        from.AcceptOnlyFromAmong(Formats);
        var to = new Option<string>("--to")
        {
            Description = "The system that it becomes one of: grayflags.",
            HelpName = "format",
            DefaultValueFactory = static _ => "grayflags",
        };
        to.AcceptOnlyFromAmong("grayflags");
        var output = new Option<string?>("--output", "-o") { Description = "The file to write. Default: the standard output.", HelpName = "file" };
        var leavesOut = new Option<bool>("--leave-out") { Description = "Leave out flags that cannot be expressed, and convert the others." };
        var custom = new Option<string[]>("--custom")
        {
            Description = "A strategy or filter of the app's own, which becomes the custom condition of that name; one for each.",
            HelpName = "name",
        };
        var ignoresCase = new Option<bool>("--ignore-case")
        {
            Description = "featuremanagement: users and groups ignore case, as TargetingEvaluationOptions.IgnoreCase says.",
        };
        var fractional = new Option<string>("--fractional")
        {
            Description = "flagd: the generation of 'fractional' that served the users so far: v1 (before 2025) or v2.",
            HelpName = "generation",
            DefaultValueFactory = static _ => "v2",
        };
        fractional.AcceptOnlyFromAmong("v1", "v2");
        var isJson = new Option<bool>("--json") { Description = "Print the report as JSON, to the error stream." };
        const string Description = "Converts a document of another system: users keep the answers they had; what cannot be said here is refused by name.";
        var command = new Command("convert", Description)
        {
            source, from, to, output, leavesOut, custom, ignoresCase, fractional, isJson,
        };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(source)!;
            var isFirst = parsed.GetValue(fractional) == "v1";
            var format = Create(
                parsed.GetValue(from)!, parsed.GetValue(leavesOut), parsed.GetValue(custom) ?? [], parsed.GetValue(ignoresCase), isFirst);
            var read = format.Read(RuleSource.Bytes(given, terminal), new DocumentReaderOptions { Source = RuleSource.NameOf(given) });
            var report = new ConversionReport(format.Name, read);
            if (parsed.GetValue(isJson))
            {
                report.WriteJson(terminal.Error);
            }
            else
            {
                report.WriteText(terminal);
            }

            if (read.Document is { } document)
            {
                Write(document, parsed.GetValue(output), terminal);
            }

            return read.Document is null ? ExitCode.Problems : ExitCode.Success;
        });
        return command.With(
            terminal,
            "# Writes flags.json, and reports to the terminal what happened to whom.",
            "grayflags convert features.json --from unleash -o flags.json",
            "# Without the flags that cannot be expressed; the report names them.",
            "grayflags convert appsettings.json --from featuremanagement --leave-out > flags.json",
            "# Whether it can be converted at all.",
            "grayflags convert flags.flagd.json --from flagd | grayflags validate -");
    }

    private static IRuleFormat Create(string format, bool leavesOut, string[] custom, bool ignoresCase, bool isFirst)
    {
        if ((ignoresCase && format != "featuremanagement") || (isFirst && format != "flagd") || (custom.Length > 0 && format == "flagd"))
        {
            throw new UsageException($"{(isFirst ? "--fractional" : ignoresCase ? "--ignore-case" : "--custom")} means nothing for {format}");
        }

        return format switch
        {
            "unleash" => new UnleashFormat(new UnleashFormatOptions { LeavesOutRefusedFlags = leavesOut, CustomStrategies = custom }),
            "flagd" => new FlagdFormat(
                new FlagdFormatOptions { LeavesOutRefusedFlags = leavesOut, Fractional = isFirst ? FlagdFractional.V1 : FlagdFractional.V2 }),
            _ => new FeatureManagementFormat(
                new FeatureManagementFormatOptions { LeavesOutRefusedFlags = leavesOut, CustomFilters = custom, IgnoreCase = ignoresCase }),
        };
    }

    private static void Write(FlagDocument document, string? path, Terminal terminal)
    {
        var json = document.ToJson();
        if (path is null)
        {
            terminal.Out.WriteLine(json);
            return;
        }

        try
        {
            File.WriteAllText(path, json + "\n");
        }
        catch (Exception exception) when (InputFile.IsOfFile(exception))
        {
            throw new UsageException($"{path} cannot be written: {exception.Message}");
        }
    }
}
