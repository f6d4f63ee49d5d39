using System.CommandLine;
using System.Security.Cryptography;
using GrayFlags.Tool.Common;

namespace GrayFlags.Tool.Signing;

/// <summary><c>grayflags keygen</c>: a pair of keys for signed documents.</summary>
internal static class KeygenCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("name")
        {
            Description = "The files: NAME.private.pem, readable by you only, and NAME.public.pem. Neither may be there yet.",
        };
        var isJson = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("keygen", "Makes a pair of keys for signed documents: ECDSA on P-256.") { name, isJson };
        command.SetAction(parsed =>
        {
            var prefix = parsed.GetValue(name)!;
            string privateFile = prefix + ".private.pem", publicFile = prefix + ".public.pem";
            if (File.Exists(publicFile))
            {
                throw new UsageException($"{publicFile} is there already, and a key is not overwritten");
            }

            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            SigningFile.WritePrivate(privateFile, key.ExportPkcs8PrivateKeyPem() + "\n");
            SigningFile.WritePublic(publicFile, key.ExportSubjectPublicKeyInfoPem() + "\n");
            var publicKey = System.Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
            if (parsed.GetValue(isJson))
            {
                terminal.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.Field("privateKeyFile", privateFile).Field("publicKeyFile", publicFile).Field("publicKey", publicKey);
                    json.WriteEndObject();
                });
                return ExitCode.Success;
            }

            terminal.Out.WriteLine($"{privateFile}  signs; keep it where documents are published, and nowhere else");
            terminal.Out.WriteLine($"{publicFile}   checks; apps have it in SignatureKeys, also as this text:");
            terminal.Out.WriteLine(publicKey);
            return ExitCode.Success;
        });
        return command.With(
            terminal,
            "# Makes rules-2026.private.pem and rules-2026.public.pem, and prints the public key for SignatureKeys of AddHttp.",
            "grayflags keygen rules-2026");
    }
}
