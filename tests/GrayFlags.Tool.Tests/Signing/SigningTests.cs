using System.Text.Json;
using GrayFlags.Tool.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tool.Tests.Signing;

[TestFixture]
internal sealed class SigningTests
{
    private const string Versioned = """{ "version": 7, "flags": { "a": true } }""";

    private static Folder WithKeys()
    {
        var folder = new Folder().With("flags.json", Versioned).With("unversioned.json", """{ "flags": { "a": true } }""");
        Assert.That(folder.Run("keygen", "k").ExitCode, Is.Zero);
        return folder;
    }

    [Test]
    public void Keygen_PrivateKey_IsReadableByItsOwnerOnly()
    {
        using var folder = WithKeys();

        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Path.Combine(folder.Path, "k.private.pem")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        var again = folder.Run("keygen", "k");
        Assert.That((again.ExitCode, again.Error), Is.EqualTo((2, "grayflags: k.public.pem is there already, and a key is not overwritten\n")));
    }

    [TestCase("--key", "@k.private.pem")]
    [TestCase("--key", "env:SIGNING")]
    [TestCase]
    public void Document_ThatIsSigned_IsTakenByWhoHasTheKey(params string[] key)
    {
        using var folder = WithKeys();
        var secret = File.ReadAllText(Path.Combine(folder.Path, "k.private.pem"));
        KeyValuePair<string, string>[] variables = [new("SIGNING", secret), new("GRAYFLAGS_PRIVATE_KEY", secret)];

        var signed = Grayflags.Run(folder.Path, "", variables, ["sign", "flags.json", "--key-id", "2026", .. key]);

        Assert.That((signed.ExitCode, signed.Error), Is.EqualTo((0, "")));
        Assert.That(signed.Output, Does.Match("^keyId=2026;sig=[A-Za-z0-9+/]{86}==\n$"));
        folder.With("flags.json.sig", signed.Output);
        var publicKey = JsonDocument.Parse(folder.Run("keygen", "other", "--json").Output).RootElement.GetProperty("publicKey").GetString();
        string[] verify = ["verify", "flags.json", "--signature", "@flags.json.sig", "--key"];
        Assert.That(Verdict([.. verify, "2026=@k.public.pem"]), Is.EqualTo((0, "the signature is good\n")));
        Assert.That(Verdict([.. verify, "2027=@k.public.pem"]), Is.EqualTo((1, "the answer is signed with a key that is not among the signature keys\n")));
        Assert.That(
            Verdict([.. verify, $"2026={publicKey}", "--json"]),
            Is.EqualTo((1, "{\n  \"good\": false,\n"
                + "  \"problem\": \"the signature of the answer is wrong: it was changed on the way, or signed with another key\"\n}\n")));
        folder.With("flags.json", Versioned + " ");
        Assert.That(Verdict([.. verify, "2026=@k.public.pem"]).ExitCode, Is.EqualTo(1));

        (int ExitCode, string Output) Verdict(string[] args)
        {
            var run = folder.Run(args);
            return (run.ExitCode, run.Output);
        }
    }

    [Test]
    public void Sign_WithoutAVersion_Warns()
    {
        using var folder = WithKeys();

        var run = folder.Run("sign", "unversioned.json", "--key-id", "1", "--key", "@k.private.pem", "--json");

        Assert.That(run.Error, Is.EqualTo("warning: the document has no 'version' and no 'issuedAt': an older one with a good signature may take its place\n"));
        Assert.That(JsonDocument.Parse(run.Output).RootElement.GetProperty("header").GetString(), Is.EqualTo("X-GrayFlags-Signature"));
    }

    [Test]
    public void PrivateKey_OnTheCommandLine_IsRefusedAndNotRepeated()
    {
        using var folder = WithKeys();
        var secret = File.ReadAllText(Path.Combine(folder.Path, "k.private.pem"));

        var run = folder.Run("sign", "flags.json", "--key-id", "1", "--key", secret);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.StartWith("grayflags: --key is neither @file nor env:NAME").And.Not.Contain("PRIVATE"));
    }

    [TestCase("grayflags: the environment variable GRAYFLAGS_PRIVATE_KEY is empty; --key @private.pem names a file, --key env:NAME another variable\n")]
    [TestCase(
        "grayflags: the file k.public.pem is no private key of ECDSA on P-256 as PEM, such as grayflags keygen writes; one with a password is not read\n",
        "--key",
        "@k.public.pem")]
    [TestCase("grayflags: --key-id is empty, or holds one of ; , = or a space\n", "--key-id", "a;b", "--key", "@k.private.pem")]
    public void Sign_WithoutAKey_SaysWhatIsMissing(string message, params string[] args)
    {
        using var folder = WithKeys();

        var run = folder.Run(["sign", "flags.json", .. args.Contains("--key-id") ? args : ["--key-id", "1", .. args]]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((2, message)));
    }

    [Test]
    public void Verify_WithAPrivateKey_IsRefused()
    {
        using var folder = WithKeys();

        var run = folder.Run("verify", "flags.json", "--signature", "keyId=1;sig=AA==", "--key", "1=@k.private.pem");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((2, "grayflags: --key: a key is not a public ECDSA key on P-256, as PEM or base64\n")));
    }
}
