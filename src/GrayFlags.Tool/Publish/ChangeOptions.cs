using System.CommandLine;

namespace GrayFlags.Tool.Publish;

/// <summary>The options that say who changes something in a store, and why.</summary>
internal sealed class ChangeOptions
{
    private readonly Option<string> _by = new("--by")
    {
        Description = "Who makes the change, for the history. Default: the user of this machine.",
        HelpName = "name",
        DefaultValueFactory = static _ => Environment.UserName,
    };

    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the history.", HelpName = "text", Required = true };

    private readonly Option<long?> _expect = new("--expect")
    {
        Description = "The version that has to be the latest, 0 for none: otherwise nothing is written, and the exit code is 1. Default: any.",
        HelpName = "version",
    };

    private readonly Option<bool> _isForced = new("--force")
    {
        Description = "Publish although instances of an older library would refuse the document, and serve what they have.",
    };

    /// <summary>Adds the options to a verb.</summary>
    public ChangeOptions AddTo(Command command, bool isOfDocument = true)
    {
        foreach (var option in isOfDocument ? [_by, _reason, _expect, _isForced] : new Option[] { _by, _reason })
        {
            command.Options.Add(option);
        }

        return this;
    }

    public string By(ParseResult parsed) => parsed.GetValue(_by)!;

    public string Reason(ParseResult parsed) => parsed.GetValue(_reason)!;

    public DocumentChange Read(ParseResult parsed) =>
        new(By(parsed), Reason(parsed), parsed.GetValue(_expect)) { AllowTooNew = parsed.GetValue(_isForced) };
}
