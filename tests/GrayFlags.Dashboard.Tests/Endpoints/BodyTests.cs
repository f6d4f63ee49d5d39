using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GrayFlags.Dashboard.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Endpoints;

/// <summary>Bodies that are no JSON, no text, or too large.</summary>
public sealed class BodyTests
{
    private DashboardSiteOfTests _site = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _site = await DashboardSiteOfTests.StartAsync(listens: true);

    [OneTimeTearDown]
    public ValueTask StopAsync() => _site.DisposeAsync();

    // Half of a pair, and a byte that is in no UTF-8: JSON by its form, and no text.
    [TestCase("flags/plain/explain", "{ \"attributes\": { \"a\": \"\\ud800\" } }")]
    [TestCase("flags/plain/explain", "{ \"attributes\": { \"a\": \"\u00ff\" } }")]
    [TestCase("flags/plain/explain", "{ \"attributes\": { \"a\": [\"\\udc00x\"] } }")]
    [TestCase("flags/plain/explain", "{ \"attributes\": { \"a\": { \"b\": \"\\ud800\" } } }")]
    [TestCase("flags/plain/explain", "{ \"attributes\": { \"\\ud800\": 1 } }")]
    [TestCase("flags/plain/explain", "{ \"userId\": \"\\ud800\" }")]
    [TestCase("flags/plain/explain", "{ \"more\": \"\u00ff\" }")]
    [TestCase("flags/plain/off", "{ \"reason\": \"\\ud800\" }")]
    [TestCase("flags/plain/off", "{ \"reason\": \"\u00ff\" }")]
    [TestCase("rules/pin", "{ \"reason\": \"x\", \"version\": \"\\ud800\" }")]
    [TestCase("documents/shop", "{ \"reason\": \"x\", \"expectedVersion\": 1, \"json\": \"\\ud800\" }")]
    [TestCase("documents/shop/check", "{ \"json\": \"\\ud800\" }")]
    public async Task Text_ThatIsNone_IsRefused(string path, string latin)
    {
        using var response = await PostAsync(path, Encoding.Latin1.GetBytes(latin));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("\"code\":\"body\""));
    }

    [TestCase("""{ "attributes": { "": 1 } }""")]
    [TestCase("""{ "attributes": { "a": 1e999, "b": -0, "c": {}, "d": [1, null, {}] } }""")]
    [TestCase("""{ "userId": "", "region": "" }""")]
    [TestCase("""{ "at": "0001-01-01T00:00:00Z" }""")]
    [TestCase("""{ "at": "9999-12-31T23:59:59.9999999Z" }""")]
    [TestCase("""{ "attributes": { "a": 1, "A": 2, "a": 3 } }""")]
    public async Task OddQuestions_AreNoFailureOfTheServer(string question)
    {
        using var response = await PostAsync("flags/plain/explain", Encoding.UTF8.GetBytes(question));

        Assert.That((int)response.StatusCode, Is.LessThan(500));
    }

    // Kestrel's own limit, which it answers with nothing but a status, is below that of a document.
    [TestCase(31 * 1024 * 1024, HttpStatusCode.NotFound)]
    [TestCase(33 * 1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Document_MayHave32Megabytes(int length, HttpStatusCode status)
    {
        var body = Encoding.ASCII.GetBytes("{ \"toVersion\": 99, \"expectedVersion\": 1, \"reason\": \"x\" }".PadRight(length));
        using var response = await PostAsync("documents/shop/revert", body);

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/flags/api/" + path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer ann-reader-operator-publisher");
        request.Headers.ExpectContinue = body.Length > 1_000_000;
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await _site.Client.SendAsync(request);
    }
}
