using System.Globalization;
using GrayFlags.Tool.Common;
using Spectre.Console;

namespace GrayFlags.Tool.Explain;

/// <summary>An explanation as a tree: the flag, its rules, their conditions, each with what was wanted, what was seen and the verdict.</summary>
internal static class ExplanationTree
{
    private const int Indentation = 2;

    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Strong = new(decoration: Decoration.Bold);

    public static void Write(GrayExplanation explanation, IReadOnlyList<string> notes, Terminal terminal)
    {
        var root = Root(explanation);
        if (terminal.IsTerminal)
        {
            var tree = new Tree(root.Line.ToParagraph()) { Style = Dim };
            root.Parts.ForEach(part => Add(tree, part));
            terminal.Console.Write(tree);
            notes.ToList().ForEach(note => new StyledLine().Add(note, Dim).WriteTo(terminal));
            return;
        }

        WritePlain(root, 0, terminal);
        notes.ToList().ForEach(terminal.Out.WriteLine);
    }

    private static void Add(IHasTreeNodes parent, Node node)
    {
        var added = parent.AddNode(node.Line.ToParagraph());
        node.Parts.ForEach(part => Add(added, part));
    }

    private static void WritePlain(Node node, int depth, Terminal terminal)
    {
        terminal.Out.WriteLine(new string(' ', depth * Indentation) + node.Line);
        node.Parts.ForEach(part => WritePlain(part, depth + 1, terminal));
    }

    private static Node Root(GrayExplanation explanation)
    {
        var decision = explanation.Decision;
        var line = new StyledLine().Add(explanation.Flag, Strong).Add(" is ").Add(decision.Enabled ? "on" : "off", decision.Enabled ? Good : Bad);
        line.Add(decision.ToString()[(decision.Enabled ? "on" : "off").Length..]);
        var root = new Node(line, [new(new StyledLine().Add(explanation.Summary), [])]);
        root.Parts.AddRange(explanation.Rules.Select(Rule));
        if (explanation.Rollout is { } rollout)
        {
            root.Parts.Add(Rollout(rollout));
        }

        return root;
    }

    private static Node Rule(RuleExplanation rule)
    {
        var priority = rule.Priority == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (priority {rule.Priority})");
        var (verdict, style) = rule switch
        {
            { IsSwitchedOff: true } => ("switched off", Dim),
            { Decides: true } => ("decides", Good),
            { Matches: true } => ("matches, but something before it decides", Dim),
            _ => ("does not match", Bad),
        };
        var line = new StyledLine().Add($"rule '{rule.Name}'", Strong).Add($"{priority} serves {rule.Serve}: ").Add(verdict, style);
        return new(line, [.. rule.Conditions.Select(Condition)]);
    }

    private static Node Rollout(RolloutExplanation rollout)
    {
        var (verdict, style) = rollout switch
        {
            { Decides: true } => ("decides", Good),
            { Arm: GrayArm.Canary } => ("admits, but a rule decides", Dim),
            { Arm: GrayArm.Control } => ("leaves alone, as control", Bad),
            _ => ("has no say", Bad),
        };
        var line = new StyledLine().Add($"rollout '{rollout.Id}'", Strong).Add($" serves {rollout.Serve}, {rollout.Standing}: ").Add(verdict, style);
        return new(line, [.. rollout.Conditions.Select(Condition)]);
    }

    private static Node Condition(ConditionExplanation condition)
    {
        var line = new StyledLine()
            .Add(condition.Holds ? "[x] " : "[ ] ", condition.Holds ? Good : Bad)
            .Add(condition.Field)
            .Add(": wanted ", Dim)
            .Add(condition.Wanted)
            .Add(condition.Seen.Length > 0 ? "; seen " : "", Dim)
            .Add(condition.Seen)
            .Add(": ")
            .Add(condition.Holds ? "holds" : "does not hold", condition.Holds ? Good : Bad);
        return new(line, [.. condition.Parts.Select(Condition)]);
    }

    private sealed record Node(StyledLine Line, List<Node> Parts);
}
