using System.CommandLine;
using System.Net;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Rollouts;

/// <summary>The options of the verbs that talk to a dashboard.</summary>
internal sealed class ApiOptions
{
    /// <summary>The variable that holds the token where nothing is said.</summary>
    public const string DefaultVariable = "GRAYFLAGS_TOKEN";

    private const string VariablePrefix = "env:";

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
        var text = parsed.GetValue(_url)!;
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0)
        {
            throw new UsageException("--url is no address such as https://ops.shop.example/flags");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new UsageException("--url holds a name or a password, which others and the shell's history see: give a token by --token @file");
        }

        var token = Token(parsed.GetValue(_token));
        if (token is not null && address.Scheme == "http" && !IsLoopback(address))
        {
            throw new UsageException("--url is http://, and a token is sent over https:// only: whoever listens could operate the rollouts");
        }

        return new OperationsApi(address, token);
    }

    private static bool IsLoopback(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static string? Token(string? source)
    {
        if (source is null)
        {
            return Environment.GetEnvironmentVariable(DefaultVariable) is { Length: > 0 } usual
                ? Checked(usual, $"the environment variable {DefaultVariable}")
                : null;
        }

        if (source.StartsWith('@'))
        {
            return Checked(InputFile.Read(source[1..], File.ReadAllText), $"the file {source[1..]}");
        }

        if (source.StartsWith(VariablePrefix, StringComparison.Ordinal))
        {
            var variable = source[VariablePrefix.Length..];
            return Checked(Environment.GetEnvironmentVariable(variable) ?? "", $"the environment variable {variable}");
        }

        // The value is not shown: it may be the token, which is in the shell's history already.
        throw new UsageException("--token is neither @file nor env:NAME; a token never stands on the command line, where others and the history see it");
    }

    private static string Checked(string text, string name)
    {
        var token = text.Trim();
        return token.Length == 0 ? throw new UsageException($"{name} is empty")
            : token.Any(static letter => letter is <= ' ' or > '~')
                ? throw new UsageException($"{name} is no token: it has spaces, lines or letters beyond ASCII")
            : token;
    }
}
