using System.CommandLine;
using GrayFlags.Documents;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Explain;

/// <summary><c>grayflags explain</c>: why a flag is on or off for somebody, rule by rule and condition by condition.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("source") { Description = "A file, an address (https://…) or - for the standard input." };
        var flag = new Argument<string>("flag") { Description = "The name of the flag." };
        var format = RuleSource.FormatOption();
        var subject = new SubjectOptions();
        var around = new RuleSettingOptions();
        var stage = new Option<string?>("--stage")
        {
            Description = "The stage of the flag's rollout: a number from 1, or a name. Default: the first, or that of the clock where it alone decides.",
            HelpName = "n",
        };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("explain", "Says why a flag is on or off for somebody: every rule and condition, wanted, seen and verdict.") { source, flag };
        subject.AddTo(command);
        around.AddTo(command);
        command.Options.Add(stage);
        command.Options.Add(format);
        command.Options.Add(isJson);
        command.SetAction(parsed =>
        {
            var document = RuleSource.Load(parsed.GetValue(source)!, parsed.GetValue(format)!, terminal);
            var name = parsed.GetValue(flag)!;
            if (!document.Flags.ContainsKey(name))
            {
                terminal.Error.WriteLine($"grayflags: {FlagNames.Unknown(name, document)}");
                return ExitCode.Problems;
            }

            var at = subject.Now(parsed, TimeProvider.System);
            var settings = around.Settings(parsed, document);
            using var evaluator = RuleEvaluator.Create(document, at, settings, hasOperator: parsed.GetValue(stage) is not null);
            List<string> notes = [.. StageChoice.Apply(evaluator, name, parsed.GetValue(stage)) is { } looked ? [looked] : Array.Empty<string>()];
            notes.AddRange(OwnConditions.In(Asked(name, document)).Keys
                .Where(condition => !settings.Conditions.ContainsKey(condition))
                .Select(condition => $"'{condition}' is a condition of the app's own, and taken not to hold; --condition {condition}=true takes it to."));
            var explanation = evaluator.CreateSnapshot(at).Explain(name, subject.Context(parsed));
            if (parsed.GetValue(isJson))
            {
                ExplanationJson.Write(explanation, at, notes, terminal);
            }
            else
            {
                ExplanationTree.Write(explanation, notes, terminal);
            }

            return ExitCode.Success;
        });
        return command.With(
            terminal,
            "# Why the flag is on or off for ana.",
            "grayflags explain flags.json new-checkout --user ana --region CN-GD",
            "# What it will be that evening.",
            "grayflags explain flags.json evening-sale --user ana --attr plan=pro --at 2026-12-12T20:00:00+08:00",
            "# What the second stage of its rollout does with her.",
            "grayflags explain flags.json new-search --user ana --stage 2");
    }

    /// <summary>The document with the flag and those that it requires, which are asked, too.</summary>
    private static FlagDocument Asked(string flag, FlagDocument document)
    {
        var asked = new Dictionary<string, FlagDefinition>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>([flag]);
        while (open.TryPop(out var name))
        {
            if (document.Flags.TryGetValue(name, out var definition) && asked.TryAdd(name, definition))
            {
                var one = new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { [name] = definition } };
                foreach (var required in ConditionPlace.In(one).SelectMany(static place => (place.Conditions as ConditionsDefinition)?.Requires?.Keys ?? []))
                {
                    open.Push(required);
                }
            }
        }

        return new FlagDocument { Flags = asked };
    }
}
