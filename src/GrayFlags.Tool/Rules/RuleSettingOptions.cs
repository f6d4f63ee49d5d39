using System.CommandLine;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rules;

/// <summary>The options for what rules see beside a document and a subject.</summary>
internal sealed class RuleSettingOptions
{
    private readonly Option<string?> _environment = new("--environment")
    {
        Description = "The environment of the app. Default: Production.",
        HelpName = "name",
    };

    private readonly Option<string?> _instance = new("--instance") { Description = "The name of the app's instance. Default: grayflags.", HelpName = "name" };

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

    public RuleSettings Settings(ParseResult parsed) => new()
    {
        EnvironmentName = parsed.GetValue(_environment) ?? new RuleSettings().EnvironmentName,
        InstanceName = parsed.GetValue(_instance) ?? new RuleSettings().InstanceName,
        Conditions = Conditions(parsed.GetValue(_conditions) ?? []),
    };

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
