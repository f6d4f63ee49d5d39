using System.CommandLine;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Explain;

/// <summary>The options of <c>explain</c> that say where an app runs: environment, instance, and the verdicts of its own conditions.</summary>
internal sealed class ExplainOptions
{
    private readonly Option<string?> _environment = new("--environment")
    {
        Description = "The environment that 'environments' looks at. Default: DOTNET_ENVIRONMENT, else Production.",
        HelpName = "name",
    };

    private readonly Option<string?> _instance = new("--instance") { Description = "The instance's name that 'instances' looks at.", HelpName = "name" };

    private readonly Option<string[]> _conditions = new("--condition")
    {
        Description = "The verdict of a condition of the app's own, such as weekday=true; one for each. Default: they do not hold.",
        HelpName = "name=true|false",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_environment);
        command.Options.Add(_instance);
        command.Options.Add(_conditions);
    }

    /// <exception cref="UsageException">A verdict is none, or of a condition that the document does not have.</exception>
    public Surroundings Surroundings(ParseResult parsed, FlagDocument document)
    {
        var known = OwnConditions.In(document).Keys.ToList();
        var verdicts = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var given in parsed.GetValue(_conditions) ?? [])
        {
            var (name, verdict) = given.Split('=') is [var left, "true" or "false"] ? (left, given.EndsWith("true", StringComparison.Ordinal)) : ("", false);
            if (name.Length == 0)
            {
                throw new UsageException($"--condition is '{given}', and not name=true or name=false");
            }

            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new UsageException("--condition: " + ProblemText.UnknownReference("custom condition in the document", name, NearName.Find(name, known)));
            }

            verdicts[name] = verdict;
        }

        return new Surroundings { Environment = parsed.GetValue(_environment), Instance = parsed.GetValue(_instance), Conditions = verdicts };
    }
}
