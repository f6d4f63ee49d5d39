using System.CommandLine;
using System.Security.Cryptography;
using GrayFlags.Documents;
using GrayFlags.Providers.Http;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Signing;

/// <summary><c>grayflags sign</c>: the signature that a server sends with a document.</summary>
internal static class SignCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("source")
        {
            Description = "A file, or - for the standard input. Its bytes are signed: the server has to send the very same.",
        };
        var keyId = new Option<string>("--key-id")
        {
            Description = "The id under which apps have the public key in SignatureKeys.",
            HelpName = "id",
            Required = true,
        };
        var key = new Option<string?>("--key")
        {
            Description = $"The private key: @file or env:NAME, never the key itself. Default: env:{Secret.DefaultVariable}.",
            HelpName = "@file|env:NAME",
        };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("sign", $"Signs a document: prints the value of the header {BodySignature.Header}.") { source, keyId, key, isJson };
        command.SetAction(parsed =>
        {
            var id = parsed.GetValue(keyId)!;
            if (string.IsNullOrWhiteSpace(id) || id.AsSpan().IndexOfAny(";,= ") >= 0)
            {
                throw new UsageException("--key-id is empty, or holds one of ; , = or a space");
            }

            using var secret = Secret.Read(parsed.GetValue(key));
            var utf8 = RuleSource.Bytes(parsed.GetValue(source)!, terminal);
            Warn(utf8, terminal);
            var signature = $"keyId={id};sig={System.Convert.ToBase64String(secret.SignData(utf8, HashAlgorithmName.SHA256))}";
            if (parsed.GetValue(isJson))
            {
                terminal.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.Field("header", BodySignature.Header).Field("value", signature);
                    json.WriteEndObject();
                });
            }
            else
            {
                terminal.Out.WriteLine(signature);
            }

            return ExitCode.Success;
        });
        return command.With(
            terminal,
            "# The server sends it as X-GrayFlags-Signature with flags.json.",
            "grayflags sign flags.json --key-id 2026 --key @rules-2026.private.pem > flags.json.sig",
            $"# In CI: the key is a secret in the variable {Secret.DefaultVariable}.",
            "grayflags sign flags.json --key-id 2026");
    }

    // A document of another system has neither, and may be signed as well.
    private static void Warn(byte[] utf8, Terminal terminal)
    {
        if (FlagDocument.Read(utf8).Document is { Version: null, IssuedAt: null })
        {
            terminal.Error.WriteLine("warning: the document has no 'version' and no 'issuedAt': an older one with a good signature may take its place");
        }
    }
}
