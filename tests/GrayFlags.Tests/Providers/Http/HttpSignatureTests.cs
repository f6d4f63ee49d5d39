using System.Security.Cryptography;
using System.Text;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Documents that are signed, and those that only look so.</summary>
internal sealed class HttpSignatureTests
{
    private const string Header = "X-GrayFlags-Signature";

    private ECDsa _key = null!;
    private ECDsa _otherKey = null!;
    private FaultServer _server = null!;

    [SetUp]
    public async Task SetUp()
    {
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _server = await FaultServer.StartAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        _key.Dispose();
        _otherKey.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase(true), TestCase(false)]
    public async Task Signature_Good_IsTaken(bool isPem)
    {
        _server.Then(Signed(Answer.Document(true), _key, "2026"));
        using var rig = await HttpRig.StartAsync(_server, options =>
            options.SignatureKeys["2026"] = isPem ? _key.ExportSubjectPublicKeyInfoPem() : Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()));

        Assert.That(rig.Provider.Reason, Is.Null);
        Assert.That(rig.IsOn, Is.True);
    }

    [Test]
    public async Task Signature_Missing_IsRefused() => await RefuseAsync(Answer.Off(), "has no signature");

    [Test]
    public async Task Signature_OfAnotherKey_IsRefused() =>
        await RefuseAsync(Signed(Answer.Document(false), _otherKey, "2026"), "signature of the answer is wrong");

    [Test]
    public async Task Signature_OfAnUnknownKey_IsRefused() =>
        await RefuseAsync(Signed(Answer.Document(false), _otherKey, "2027"), "not among the signature keys");

    [Test]
    public async Task Signature_OfAnotherBody_IsRefused() =>
        await RefuseAsync(With(Answer.Document(false), Sign(Answer.Document(true), _key, "2026")), "signature of the answer is wrong");

    [TestCase("")]
    [TestCase("keyId=2026")]
    [TestCase("keyId=2026;sig=")]
    [TestCase("keyId=2026;sig=AAAA")]
    [TestCase("keyId=2026;sig=not base64")]
    [TestCase("sig=AAAA;keyId=2026")]
    public async Task Signature_Malformed_IsRefused(string header) => await RefuseAsync(With(Answer.Document(false), header), "signature");

    [Test]
    public async Task Signature_OneBitFlippedAnywhere_IsRefused()
    {
        var header = Sign(Answer.Document(false), _key, "2026");
        var signature = Convert.FromBase64String(header[(header.IndexOf("sig=", StringComparison.Ordinal) + 4)..]);
        signature[40] ^= 1;

        await RefuseAsync(With(Answer.Document(false), $"keyId=2026;sig={Convert.ToBase64String(signature)}"), "signature of the answer is wrong");
    }

    private async Task RefuseAsync(RequestDelegate answer, string reason)
    {
        _server.Then(Signed(Answer.Document(true), _key, "2026"), answer);
        using var rig = await HttpRig.StartAsync(_server, options => options.SignatureKeys["2026"] = _key.ExportSubjectPublicKeyInfoPem());

        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Degraded);

        Assert.That(rig.Provider.Reason, Does.Contain(reason));
        Assert.That(rig.IsOn, Is.True);
    }

    private static RequestDelegate Signed(string body, ECDsa key, string id) => With(body, Sign(body, key, id));

    private static RequestDelegate With(string body, string signature) =>
        Answer.Bytes(Encoding.UTF8.GetBytes(body), headers: headers => headers[Header] = signature);

    private static string Sign(string body, ECDsa key, string id)
    {
        var signature = key.SignData(Encoding.UTF8.GetBytes(body), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"keyId={id};sig={Convert.ToBase64String(signature)}";
    }
}
