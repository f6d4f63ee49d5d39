using System.CommandLine;
using GrayFlags.Providers.Http;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Signing;

/// <summary><c>grayflags verify</c>: checks a signature by the code that apps check it with.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("source") { Description = "A file, or - for the standard input." };
        var signature = new Option<string>("--signature")
        {
            Description = "The signature, keyId=ID;sig=BASE64, or @file that holds it.",
            HelpName = "signature|@file",
            Required = true,
        };
        var keys = new Option<string[]>("--key")
        {
            Description = "A public key by its id: 2026=@file of PEM, or 2026=BASE64; one for each.",
            HelpName = "id=key",
            Required = true,
        };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("verify", "Checks the signature of a document as an app does that polls it.") { source, signature, keys, isJson };
        command.SetAction(parsed =>
        {
            var problem = Check(RuleSource.Bytes(parsed.GetValue(source)!, terminal), FileOr(parsed.GetValue(signature)!).Trim(), Keys(parsed.GetValue(keys)!));
            if (parsed.GetValue(isJson))
            {
                terminal.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("good", problem is null);
                    json.Field("problem", problem);
                    json.WriteEndObject();
                });
            }
            else
            {
                terminal.Out.WriteLine(problem ?? "the signature is good");
            }

            return problem is null ? ExitCode.Success : ExitCode.Problems;
        });
        return command.With(
            terminal,
            "# Exit code 0: an app with this key takes the document. 1: it does not.",
            "grayflags verify flags.json --signature @flags.json.sig --key 2026=@rules-2026.public.pem");
    }

    private static string? Check(byte[] utf8, string header, Dictionary<string, string> keys)
    {
        using var signature = new BodySignature(keys);
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(BodySignature.Header, header);
        try
        {
            signature.ThrowIfWrong(response, utf8);
            return null;
        }
        catch (FetchFailure failure)
        {
            return failure.Message;
        }
    }

    private static Dictionary<string, string> Keys(string[] given)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in given)
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException("--key is not id=key, such as 2026=@rules-2026.public.pem");
            }

            keys[entry[..equals]] = FileOr(entry[(equals + 1)..]);
        }

        var errors = new List<string>();
        SignatureKeyReader.Check("--key", keys, errors);
        return errors.Count == 0 ? keys : throw new UsageException(errors[0]);
    }

    private static string FileOr(string text) => text.StartsWith('@') ? SigningFile.ReadText(text[1..]) : text;
}
