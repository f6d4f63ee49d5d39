using System.Text;
using GrayFlags.AspNetCore.Ofrep;
using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Ofrep;

/// <summary>A body costs no more than a multiple of its bytes, whatever is in it: anybody may send one.</summary>
[Fault("X2")]
[Fault("R13")]
public sealed class BodyCostTests
{
    private const int MostForEachByte = 32;

    // What a request costs without any body: its context.
    private const int MostWithoutBody = 16 * 1024;

    private static readonly string Prefix = new('A', 30_000);

    private static IEnumerable<TestCaseData> Bodies()
    {
        var members = string.Join(',', Enumerable.Range(0, 3_900).Select(number => $"\"{number}\":1"));
        yield return Body("A long name around thousands", "{\"" + Prefix + "\":{" + members + "}}");
        yield return Body("Long names in one another", string.Concat(Enumerable.Repeat("{\"" + Prefix[..8_000] + "\":", 3)) + "{" + members + "}}}}");
        yield return Body("Thousands of attributes", "{" + members + "}");
        yield return Body("Thousands of objects", "{" + members.Replace(":1", ":{}", StringComparison.Ordinal) + "}");
        yield return Body("One name", "{\"" + Prefix + Prefix + "\":1}");
        yield return Body("One text", "{\"a\":\"" + Prefix + Prefix + "\"}");
        yield return Body("One list", "{\"a\":[" + string.Join(',', Enumerable.Repeat(1, 30_000)) + "]}");
        yield return Body("Lists in lists", "{\"a\":" + new string('[', 900) + new string(']', 900) + "}");
        yield return Body("The same name again and again", "{" + string.Join(',', Enumerable.Repeat("\"a\":1", 9_000)) + "}");
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task Body_OfServers_CostsAMultipleOfItsBytes(string context)
    {
        var body = Encoding.UTF8.GetBytes("{\"context\":" + context + "}");
        await using var site = await TestSite.StartAsync("""{ "flags": {} }""", _ => { });

        var cost = CostOf(site, body, new GrayOfrepOptions { Context = OfrepContext.FromBody });

        Assert.That(cost, Is.LessThan(MostWithoutBody + (MostForEachByte * body.Length)), $"a body of {body.Length}");
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task Body_OfBrowsers_CostsNothing(string context)
    {
        var body = Encoding.UTF8.GetBytes("{\"context\":" + context + "}");
        var options = new GrayOfrepOptions();
        options.BodyAttributes.Add("width");
        await using var site = await TestSite.StartAsync("""{ "flags": {} }""", _ => { });

        Assert.That(CostOf(site, body, options), Is.LessThan(MostWithoutBody), $"a body of {body.Length}");
    }

    // On this thread alone: a body in memory is read without a wait.
    private static long CostOf(TestSite site, byte[] body, GrayOfrepOptions options)
    {
        _ = Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isDone = Read();
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(isDone);
        return cost;

        bool Read()
        {
            var http = new DefaultHttpContext { RequestServices = site.Services };
            http.Request.Body = new MemoryStream(body);
            return OfrepBody.ReadAsync(http, options).IsCompletedSuccessfully;
        }
    }

    private static TestCaseData Body(string name, string context) => new TestCaseData(context).SetArgDisplayNames(name);
}
