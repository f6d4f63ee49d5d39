using System.CommandLine;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rules;

/// <summary>The options for what rules see beside a document and a subject.</summary>
internal sealed class RuleSettingOptions
{
    private readonly Option<string?> _environment = new("--environment")
    {
        Description = "The environment that 'environments' looks at. Default: Production.",
        HelpName = "name",
    };

    private readonly Option<string?> _instance = new("--instance")
    {
        Description = "The instance's name that 'instances' looks at. Default: grayflags.",
        HelpName = "name",
    };

    private readonly Option<string[]> _conditions = new("--condition")
    {
        Description = "The answer of a condition of the app's own, such as office-hours=true. Those that are not named do not hold.",
        HelpName = "name=true|false",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_environment);
        command.Options.Add(_instance);
        command.Options.Add(_conditions);
    }

    /// <exception cref="UsageException">A verdict is none, or of a condition that no document has.</exception>
    public RuleSettings Settings(ParseResult parsed, params IReadOnlyList<FlagDocument> documents)
    {
        var settings = new RuleSettings { Conditions = Conditions(parsed.GetValue(_conditions) ?? []) };
        var known = OwnConditions.In(documents).Keys.ToList();
        foreach (var name in settings.Conditions.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            throw new UsageException("--condition: " + ProblemText.UnknownReference("custom condition in the document", name, NearName.Find(name, known)));
        }

        return settings with
        {
            EnvironmentName = parsed.GetValue(_environment) ?? settings.EnvironmentName,
            InstanceName = parsed.GetValue(_instance) ?? settings.InstanceName,
        };
    }

    private static Dictionary<string, bool> Conditions(string[] given)
    {
        var conditions = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var written in given)
        {
            var equals = written.LastIndexOf('=');
            if (equals < 1 || !bool.TryParse(written[(equals + 1)..], out var holds))
            {
                throw new UsageException($"--condition is '{written}', and not name=true or name=false");
            }

            conditions[written[..equals]] = holds;
        }

        return conditions;
    }
}
