using System.CommandLine;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary>The options of the verbs that talk to a dashboard.</summary>
internal sealed class ApiOptions
{
    /// <summary>The variable that holds the token where nothing is said.</summary>
    public const string DefaultVariable = "GRAYFLAGS_TOKEN";

    private readonly Option<string> _url = new("--url")
    {
        Description = "The address of the dashboard, such as https://ops.shop.example/flags.", HelpName = "address", Required = true,
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = $"Where the bearer token is. Default: env:{DefaultVariable}, if there is one.", HelpName = "@file|env:NAME",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    /// <summary>Adds the options to a verb.</summary>
    public ApiOptions AddTo(Command command)
    {
        foreach (var option in new Option[] { _url, _token, _json })
        {
            command.Options.Add(option);
        }

        return this;
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Connects to the API.</summary>
    /// <exception cref="UsageException">The address or the token cannot be used, or a token would go over the network in clear text.</exception>
    public OperationsApi Open(ParseResult parsed)
    {
        var address = Address(parsed.GetValue(_url)!);
        var token = Token(parsed.GetValue(_token));
        return token is not null && address.Scheme == Uri.UriSchemeHttp && !OperationsApi.IsLoopback(address)
            ? throw new UsageException("--url is http://, and a token is sent over https:// only: whoever listens could operate the rollouts")
            : new OperationsApi(address, token);
    }

    // The page of a flag, as it is copied from a browser, is as good: what stands behind the # is never sent.
    private static Uri Address(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.Query.Length > 0)
        {
            throw new UsageException("--url is no address such as https://ops.shop.example/flags");
        }

        return address.UserInfo.Length > 0
            ? throw new UsageException("--url holds a name or a password, which others and the shell's history see: give a token by --token @file")
            : new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }

    private static string? Token(string? source)
    {
        if (source is null)
        {
            return SecretText.OfVariable(DefaultVariable) is { Text.Length: > 0 } usual ? Checked(usual) : null;
        }

        // The value is not shown: it may be the token, which is in the shell's history already.
        return Checked(SecretText.Read(source) ?? throw new UsageException(
            "--token is neither @file nor env:NAME; a token never stands on the command line, where others and the history see it"));
    }

    private static string Checked(SecretText secret)
    {
        var token = secret.Text.Trim();
        return token.Length == 0 ? throw new UsageException($"{secret.Name} is empty")
            : token.Any(static letter => letter is <= ' ' or > '~')
                ? throw new UsageException($"{secret.Name} is no token: it has spaces, lines or letters beyond ASCII")
            : token;
    }
}
