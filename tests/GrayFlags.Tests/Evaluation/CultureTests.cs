using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>The same document, read and asked under any culture, gives the same answers, explanations and messages to the letter.</summary>
[Fault("E5")]
public sealed class CultureTests
{
    // SHA-256 over the lines of all decisions, computed once under the invariant culture. To compute it again: change the sweep, let the case "" fail and
    // take what it shows. Where the sweep is unchanged it must never change: that would move users out of running rollouts.
    private const string Decisions = "8cde55ac2ca8c1320e38a78cfad4f79fe2c081fde6a8e62f96d1a6f3c10ad6cb";

    private const string Json = """
        { "version": 12, "issuedAt": "2026-11-21T12:00:00.5+08:00",
          "segments": { "İstanbul": { "regions": ["TR-34", "ıssız"] }, "ıı": { "users": ["İ", "i", "ß"], "except": { "segments": ["İSTANBUL"] } } },
          "flags": {
            "İ": { "rules": { "r": { "percentage": 33.333 } } },
            "ı": { "rules": { "r": { "percentage": 33.333 } } },
            "I-flag": { "rules": { "I": { "percentage": { "of": 66.667, "from": 33.333, "by": "score" } }, "i-2": { "segments": ["ıı"] } } },
            "title": { "default": "İki", "variants": { "İki": { "value": "1.5" }, "iki": { "value": 2.5 } },
                "rules": { "r": { "regions": ["tr"], "serve": "iki" } } },
            "window": { "rules": { "r": { "window": { "start": "2026-11-21T12:00:00.25+03:00", "end": "2026-12-31T23:59:59Z" } },
                "q": { "priority": -2147483648, "percentage": 0.001 } } } } }
        """;

    private const string Bad = """
        { "flags": { "i i": true, "w": { "rules": { "r": { "percentage": 1234567.5, "window": { "start": "2027-01-01T00:00:00+03:00",
            "end": "2026-01-01T00:00:00Z" }, "regions": ["İ I"] },
            "s": { "percentage": { "of": 66.7, "from": 33.4 }, "serve": "IKI" } }, "variants": { "ıki": { } } } }, "off": ["x"] }
        """;

    private static readonly string[] Flags = ["İ", "ı", "I-FLAG", "i-flag", "TITLE", "tıtle", "window", "WİNDOW"];

    [TestCase("")]
    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    [TestCase("fa-IR")]
    public void Sweep_UnderACulture_GivesTheGoldenDigest(string culture)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
            var (_, expected) = Sweep();
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            var (decisions, everything) = Sweep();

            Assert.That(decisions, Has.Count.EqualTo(8 * 4 * 2 * 200));
            Assert.That(Digest(decisions), Is.EqualTo(Decisions));
            Assert.That(everything, Is.EqualTo(expected));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }

    private static (List<string> Decisions, List<string> Everything) Sweep()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 21, 9, 0, 0, 249, TimeSpan.Zero));
        using var evaluator = TestEvaluator.Create(Json, clock);
        List<string> decisions = [], everything = [];
        for (var instant = 0; instant < 2; instant++)
        {
            for (var index = 0; index < 200; index++)
            {
                foreach (var region in new[] { null, "tr-34-İ", "TR", "ISSIZ" })
                {
                    var id = index < 4 ? new[] { "İ", "i", "I", "ı" }[index] : "kullanıcı-" + index.ToString(CultureInfo.InvariantCulture);
                    var context = new GrayContext(id)
                    {
                        Region = region,
                        ["score"] = (index / 4.0) + 1.5,
                    };
                    foreach (var flag in Flags)
                    {
                        decisions.Add(evaluator.Evaluate(flag, context).ToString());
                        everything.Add(evaluator.Explain(flag, context).ToString());
                        everything.Add(evaluator.GetValue(flag, context, -1.0).ToString(CultureInfo.InvariantCulture));
                    }
                }
            }

            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        everything.AddRange(decisions);
        everything.Add(evaluator.Status.Version);
        everything.AddRange(Assert.Throws<GrayDocumentException>(() => GrayEvaluator.FromJson(Bad).Dispose())!.Problems.Select(problem => problem.ToString()));
        everything.Add(FlagDocument.Parse(Json).ToJson());
        return (decisions, everything);
    }

    private static string Digest(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}
