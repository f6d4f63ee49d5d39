using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Http;

/// <summary>Certificates that must not be trusted, and one of an app's own authority.</summary>
internal sealed class HttpTlsTests
{
    private const string NotSecure = "there is no secure connection";

    private readonly List<IDisposable> _made = [];

    [TearDown]
    public void TearDown()
    {
        _made.ForEach(made => made.Dispose());
        _made.Clear();
    }

    [Test, Fault("H17")]
    public async Task Certificate_SelfSigned_IsRefused()
    {
        await using var server = await FaultServer.StartAsync(Certificate(IPAddress.Loopback, TimeSpan.FromDays(1)));
        server.Then(Answer.On());
        using var rig = await HttpRig.StartAsync(server);

        Assert.That(rig.Provider.Reason, Does.StartWith(NotSecure));
        Assert.That(server.Requests, Is.Empty);
    }

    // The authority is trusted in all of these, so that nothing but the case's own fault stands against it.
    [TestCase(true, 1, true)]
    [TestCase(false, 1, false, TestName = "Certificate_ForAnotherHost_IsRefused")]
    [TestCase(true, -1, false, TestName = "Certificate_Expired_IsRefused")]
    [Fault("H17")]
    public async Task Certificate_OfAnOwnAuthority(bool isForHost, int days, bool isGood)
    {
        var certificate = Certificate(isForHost ? IPAddress.Loopback : IPAddress.Parse("192.0.2.1"), TimeSpan.FromDays(days));
        using var client = ClientThatTrusts(certificate);
        await using var server = await FaultServer.StartAsync(certificate);
        server.Then(Answer.On());
        using var rig = await HttpRig.StartAsync(server, options => options.CreateHttpClient = () => client);

        Assert.That(rig.IsOn, Is.EqualTo(isGood));
        Assert.That(rig.Provider.Reason, isGood ? Is.Null : Does.StartWith(NotSecure));
    }

    [Test, Fault("H17")]
    public async Task Certificate_NotYetValid_IsRefused()
    {
        var certificate = Certificate(IPAddress.Loopback, TimeSpan.FromDays(2), TimeSpan.FromDays(1));
        using var client = ClientThatTrusts(certificate);
        await using var server = await FaultServer.StartAsync(certificate);
        using var rig = await HttpRig.StartAsync(server, options => options.CreateHttpClient = () => client);

        Assert.That(rig.Provider.Reason, Does.StartWith(NotSecure));
        Assert.That(server.Requests, Is.Empty);
    }

    // A certificate that runs out while the app runs: what serves goes on, and the mended one is taken.
    [Test, Fault("H17")]
    public async Task Certificate_GoesBad_LastGoodServesAndAGoodOneIsTakenAgain()
    {
        var isGood = true;
        await using var server = await FaultServer.StartAsync(Certificate(IPAddress.Loopback, TimeSpan.FromDays(1)));
        server.Then(Answer.On());
        using var client = new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => Volatile.Read(ref isGood) },
        });
        using var rig = await HttpRig.StartAsync(server, options => options.CreateHttpClient = () => client);
        Assert.That(rig.IsOn, Is.True);

        Volatile.Write(ref isGood, false);
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Provider.Reason?.StartsWith(NotSecure, StringComparison.Ordinal) == true);
        Assert.That(rig.IsOn, Is.True);

        Volatile.Write(ref isGood, true);
        await rig.PollAsync();
        await rig.UntilAsync(() => rig.Status.State == GrayFlagsState.Ready);
    }

    [Test, Fault("H17")]
    public async Task Server_WithoutTls_IsNotSecure()
    {
        await using var server = await FaultServer.StartAsync();
        server.Then(Answer.On());
        using var rig = await HttpRig.StartAsync(new UriBuilder(server.Uri) { Scheme = "https" }.Uri);

        Assert.That(rig.Provider.Reason, Does.StartWith(NotSecure));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test, Fault("H17"), Fault("S5")]
    public async Task Stream_WithABadCertificate_IsSaidAndPollingGoesOn()
    {
        await using var server = await FaultServer.StartAsync();
        await using var events = await FaultServer.StartAsync(Certificate(IPAddress.Loopback, TimeSpan.FromDays(1)));
        server.Then(Answer.On());
        using var rig = await HttpRig.StartAsync(server, options =>
        {
            options.UseStreaming = true;
            options.StreamUri = events.EventsUri;
        });

        await rig.UntilAsync(() => rig.Logs.Entries.Any(entry => entry.Message.Contains(NotSecure, StringComparison.Ordinal)));

        Assert.That(rig.IsOn, Is.True);
        Assert.That(events.Streams, Is.Empty);
    }

    private static HttpClient ClientThatTrusts(X509Certificate2 certificate) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    });

    private X509Certificate2 Certificate(IPAddress address, TimeSpan validity, TimeSpan? begin = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=flags", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow + (begin ?? TimeSpan.FromDays(-2)), DateTimeOffset.UtcNow + validity);
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _made.Add(certificate);
        return certificate;
    }
}
