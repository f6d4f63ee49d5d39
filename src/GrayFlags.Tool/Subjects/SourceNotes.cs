using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Subjects;

/// <summary>Notes on results: assumptions about subjects, and facts that the command cannot know.</summary>
internal static class SourceNotes
{
    public static IEnumerable<string> Of(Vocabulary words, RuleSettings settings, SubjectSource source)
    {
        foreach (var condition in words.Conditions.Keys.OrderBy(static name => name, StringComparer.Ordinal))
        {
            yield return settings.Conditions.TryGetValue(condition, out var holds)
                ? $"custom condition '{condition}' is taken as {(holds ? "true" : "false")} for everyone"
                : $"custom condition '{condition}' belongs to the app and is unknown here: it does not hold; --condition {condition}=true if it does";
        }

        var notes = source is Population population ? OfMadeUp(words, population) : OfRead(words);
        foreach (var note in notes)
        {
            yield return note;
        }
    }

    private static IEnumerable<string> OfMadeUp(Vocabulary words, Population population)
    {
        foreach (var (name, mix) in population.Attributes)
        {
            if (words.Attributes.TryGetValue(name, out var asked) && asked.Any(static operators => operators.Matches is not null)
                && mix.Values.All(value => value.Value.IsNone))
            {
                yield return $"attribute '{name}' is only compared with patterns, which give no values to make up: --attr {name}=…";
            }
        }

        if (words.Users.Count > 0 && population.Named.Count == 0)
        {
            yield return $"rules name {Figures.Of(words.Users.Count, "user")}, none of whom is among those that were made up";
        }
    }

    private static IEnumerable<string> OfRead(Vocabulary words)
    {
        if (words.Units.Count > 0)
        {
            var units = string.Join(", ", words.Units.Select(static unit => $"'{unit}'"));
            yield return $"shares by {units} take all subjects with one value at once: intervals of these shares are wider than those that are shown";
        }
    }

    /// <summary>The stages at which rollouts are taken.</summary>
    public static IEnumerable<string> OfRollouts(FrozenRules rules, IEnumerable<string> flags) => flags
        .Select(name => (name, rules.Find(name) is { } flag ? rules.StageOf(flag) : null))
        .Where(static each => each.Item2 is not null)
        .Select(static each => $"rollout of '{each.name}': {each.Item2}, as in an app that has just loaded the document");

    /// <summary>The mixes of made-up users, a line each.</summary>
    public static void Write(Terminal terminal, Population population)
    {
        var sheet = new Sheet(terminal);
        sheet.Row(new Cell("region", "grey"), Text(population.Regions.Values.Select(static each => (each.Shown, each.Share))));
        foreach (var (name, mix) in population.Attributes)
        {
            sheet.Row(new Cell(name, "grey"), Text(mix.Values.Select(static each => (each.Shown, each.Share))));
        }

        foreach (var unit in population.Units)
        {
            sheet.Row(new Cell(unit, "grey"), "one of each user's own");
        }

        sheet.Write();
    }

    /// <summary>The mixes of made-up users, in a line.</summary>
    public static string MixOf(Population population) => string.Join(
        "; ",
        population.Attributes.Select(static each => (each.Key, each.Value.Values.Select(static value => (value.Shown, value.Share))))
            .Prepend(("region", population.Regions.Values.Select(static each => (each.Shown, each.Share))))
            .Select(static each => $"{each.Item1}: {Text(each.Item2)}"));

    /// <summary>Writes the lines that could not be read.</summary>
    public static void Write(Terminal terminal, BadLines bad)
    {
        foreach (var (line, problem) in bad.First)
        {
            terminal.Error.WriteLine($"contexts({Figures.Count(line).Replace(",", "", StringComparison.Ordinal)}): {problem}");
        }

        if (bad.Count > BadLines.MaxKept)
        {
            terminal.Error.WriteLine($"… and {Figures.Of(bad.Count - BadLines.MaxKept, "bad line")} more");
        }
    }

    private static string Text(IEnumerable<(string Shown, double Share)> mix) =>
        string.Join(", ", mix.Select(static each => $"{each.Shown} {Figures.Percent(each.Share)}"));
}
