using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using GrayFlags.Tests.Documentation;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Documentation;

/// <summary>The publisher of the page signs as the provider wants it.</summary>
internal sealed class SignaturePageTests
{
    private const string Document = """{ "version": 1, "flags": { "new-banner": true } }""";

    [TestCase(Document, LoadOutcome.Loaded)]
    [TestCase("""{ "version": 1, "flags": { "new-banner": false } }""", LoadOutcome.Unavailable)]
    [NonParallelizable]
    public async Task Signature_OfThePage_IsGood_ForTheseBytesAlone(string body, LoadOutcome outcome)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publisher = PageFiles.Blocks.Single(block => block.Text.Contains("class Publisher", StringComparison.Ordinal));
        var signature = (string)BlockRunner.Call(publisher, "Publisher", "Sign", key, "2026", Encoding.UTF8.GetBytes(Document))!;
        using var client = new HttpClient(new Origin(body, signature));
        var options = new HttpRuleProviderOptions { Uri = new Uri("https://flags.example.com/shop.json"), CreateHttpClient = () => client };
        options.SignatureKeys["2026"] = key.ExportSubjectPublicKeyInfoPem();
        using var provider = new HttpRuleProvider(options, TimeProvider.System, NullLogger.Instance);

        var load = await provider.LoadAsync(CancellationToken.None);

        Assert.That(load.Outcome, Is.EqualTo(outcome), load.Reason);
    }

    private sealed class Origin(string body, string signature) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage { RequestMessage = request, Content = new StringContent(body) };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            response.Headers.TryAddWithoutValidation("X-GrayFlags-Signature", signature);
            return Task.FromResult(response);
        }
    }
}
