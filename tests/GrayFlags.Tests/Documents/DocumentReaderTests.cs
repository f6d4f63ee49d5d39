using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GrayFlags.Documents;
using GrayFlags.Documents.Problems;
using GrayFlags.Documents.Reading;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

internal sealed class DocumentReaderTests
{
    // Keys in Samples.Rich that are names or metadata, not fields.
    private static readonly string[] NamesOfTheAuthor =
    [
        "ticket", "nested", "a", "staff", "abroad", "gone", "paused", "beta", "partners", "blue", "green", "guangdong", "color", "risk", "half", "plan",
        "orders", "email", "since", "app", "ip", "userId",
    ];

    [Test]
    public void Read_EveryField_IsInTheDocument()
    {
        var document = Samples.Read(Samples.Rich).Document!;

        // The document of Samples.Rich, written down again by hand.
        var expected = new FlagDocument
        {
            Schema = "https://example.org/grayflags.schema.json",
            SchemaVersion = 1,
            Version = 42,
            IssuedAt = new DateTimeOffset(2026, 11, 30, 8, 15, 30, TimeSpan.FromHours(8)).AddTicks(1234567),
            Description = "every field, once A\n",
            Metadata = Json("{ \"ticket\": [\"OPS-1\", 2.50, null], \"nested\": { \"a\": true } }"),
            Off = ["old-banner", "New-Checkout"],
            Segments = new Dictionary<string, SegmentDefinition>
            {
                ["staff"] = new() { Users = ["u-1", "u-2"], Description = "us", Metadata = Json("7") },
                ["abroad"] = new()
                {
                    Segments = ["staff"], Regions = ["DE", "SE-AB"],
                    When = new Dictionary<string, AttributeDefinition> { ["plan"] = new() { In = ["pro", "5", "true"] } },
                    Except = new()
                    {
                        Users = ["u-9"],
                        Segments = ["staff"],
                        Regions = ["SE"],
                        When = new Dictionary<string, AttributeDefinition> { ["beta"] = new() { Eq = "true" } },
                    },
                },
            },
            Flags = new Dictionary<string, FlagDefinition>
            {
                ["old-banner"] = new() { Static = true },
                ["gone"] = new() { Static = false },
                ["paused"] = new()
                {
                    Description = "off for everyone until the audit of the warehouse is done; see the ticket",
                    Enabled = false,
                    Expires = new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.FromHours(1)),
                    Rules = new Dictionary<string, RuleDefinition>
                    {
                        ["beta"] = new()
                        {
                            Percentage = new() { Of = 100, By = "user" },
                            Window = new() { Start = new DateTimeOffset(2027, 1, 1, 0, 0, 0, 500, TimeSpan.FromMinutes(-570)) },
                        },
                        ["partners"] = new() { Users = ["p-1", "p-2", "p-3"], Except = new() { Regions = [] }, Priority = 10 },
                    },
                },
                ["new-checkout"] = new()
                {
                    Description = "one-page checkout",
                    Owner = "payments",
                    Expires = new DateOnly(2027, 3, 1),
                    Tags = ["web", "结账"],
                    Metadata = Json("{ \"risk\": 1e2 }"),
                    ClientSide = true,
                    Enabled = true,
                    Variants = new Dictionary<string, VariantDefinition>
                    {
                        ["blue"] = new() { Weight = 33.3m, Value = Json("{ \"color\": \"#00f\" }") },
                        ["green"] = new() { Weight = 100 },
                    },
                    Rules = new Dictionary<string, RuleDefinition>
                    {
                        ["staff"] = new()
                        {
                            Segments = ["staff"],
                            Serve = ServeDefinition.FromVariant("blue"),
                            Requires = new Dictionary<string, ServeDefinition> { ["old-banner"] = true, ["gone"] = false },
                        },
                        ["half"] = new()
                        {
                            Requires = new Dictionary<string, ServeDefinition> { ["old-banner"] = true, ["gone"] = true },
                            Environments = ["Staging"],
                            Instances = ["web-1", "web-2"],
                            Serve = ServeDefinition.Split,
                        },
                        ["guangdong"] = Guangdong(),
                    },
                    Default = ServeDefinition.FromVariant("green"),
                },
            },
        };

        Assert.That(DeepEqual.FirstDifference(expected, document), Is.Null);
    }

    [Test]
    public void Read_PascalCase_ReadsTheSame()
    {
        var pascal = Regex.Replace(Samples.Rich, "\"([a-z])([A-Za-z]*)\":", match => NamesOfTheAuthor.Contains(match.Groups[1].Value + match.Groups[2].Value)
            ? match.Value
            : $"\"{match.Groups[1].Value.ToUpperInvariant()}{match.Groups[2].Value}\":");

        Assert.That(pascal, Does.Contain("\"IssuedAt\":").And.Contain("\"Except\":").And.Not.Contain("\"percentage\":"));
        Assert.That(DeepEqual.FirstDifference(Samples.Read(Samples.Rich).Document, Samples.Read(pascal).Document), Is.Null);
    }

    [Test]
    public void Read_EscapedFieldNames_ReadTheSame()
    {
        var document = Samples.Read("""{ "\u0066lags": { "a": { "\u0065nabled": false } } }""").Document!;

        Assert.That(document.Flags["a"].Enabled, Is.False);
    }

    [Test]
    public void Read_EmptyObject_IsTheEmptyDocument()
    {
        var result = Samples.Read("{}");

        Assert.That(DeepEqual.FirstDifference(FlagDocument.Empty, result.Document), Is.Null);
        Assert.That(result.Off, Is.Empty);
    }

    [Test]
    public void Read_Names_AreFoundIgnoringCase()
    {
        var document = Samples.Read(
            """{ "segments": { "Staff": { "users": [] } }, "flags": { "Straße": { "rules": { "R": { } }, "variants": { "V": {} } } } }""").Document!;

        Assert.That(document.Segments.ContainsKey("sTAFF"));
        Assert.That(document.Flags["sTRAßE"].Rules!.ContainsKey("r"));
        Assert.That(document.Flags["straße"].Variants!.ContainsKey("v"));
    }

    [TestCase("true", true, null)]
    [TestCase("false", false, null)]
    [TestCase("\"true\"", true, null)]
    [TestCase("\"False\"", false, null)]
    [TestCase("\"blue\"", true, "blue")]
    public void Read_Serve_IsABooleanOrAVariant(string serve, bool on, string? variant)
    {
        // DESIGN.md: no variant may bear the names true and false, so that their text has one meaning in every source.
        var flag = Samples.Read($$"""{ "flags": { "a": { "default": {{serve}}, "rules": { "r": { "serve": {{serve}} } } } } }""").Document!.Flags["a"];

        Assert.That(flag.Default, Is.EqualTo(flag.Rules!["r"].Serve));
        Assert.That(flag.Default!.Value.Enabled, Is.EqualTo(on));
        Assert.That(flag.Default!.Value.Variant, Is.EqualTo(variant));
    }

    [TestCase("[]", "")]
    [TestCase("\"\"", "")]
    [TestCase("\" , \"", "")]
    [TestCase("\"u-1\"", "u-1")]
    [TestCase("\" u-1,u 2 ,, u-3\"", "u-1|u 2|u-3")]
    [TestCase("[\"u-1\", \"a, b\", \" c \"]", "u-1|a, b| c ")]
    public void Read_List_IsAnArrayOrOneCommaSeparatedText(string list, string entries)
    {
        var document = Samples.Read(
            $$"""{ "off": {{list}}, "segments": { "s": { "users": {{list}}, "regions": {{list}} } }, "flags": { "f": { "tags": {{list}} } } }""").Document!;

        Assert.That(string.Join('|', document.Segments["s"].Users!), Is.EqualTo(entries));
        Assert.That(document.Segments["s"].Regions, Is.EqualTo(document.Off).And.EqualTo(document.Segments["s"].Users).And.EqualTo(document.Flags["f"].Tags));
    }

    [TestCase("2026-12-01T00:00:00+08:00", "2026-12-01T00:00:00.0000000+08:00")]
    [TestCase("2026-12-01T00:00:00Z", "2026-12-01T00:00:00.0000000+00:00")]
    [TestCase("2026-12-01T00:00Z", "2026-12-01T00:00:00.0000000+00:00")]
    [TestCase("2026-12-01T00:00-09:30", "2026-12-01T00:00:00.0000000-09:30")]
    [TestCase("2026-12-01T00:00:00.5Z", "2026-12-01T00:00:00.5000000+00:00")]
    [TestCase("2026-12-01T00:00:00.1234567+00:00", "2026-12-01T00:00:00.1234567+00:00")]
    [TestCase("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [TestCase("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    [TestCase("9999-12-31T23:59:59+14:00", "9999-12-31T23:59:59.0000000+14:00")]
    [TestCase("2026-12-01 00:00:00.123456789 +0800", "2026-12-01T00:00:00.1234567+08:00")]
    [TestCase("2026-12-01t00:00:00z", "2026-12-01T00:00:00.0000000+00:00")]
    [TestCase("Tue, 01 Dec 2026 00:00:00 GMT", "2026-12-01T00:00:00.0000000+00:00")]
    public void Read_Instant_KeepsItsOffset(string text, string roundTrip)
    {
        var document = Samples.Read($$"""{ "issuedAt": "{{text}}" }""").Document!;

        Assert.That(document.IssuedAt!.Value.ToString("O", CultureInfo.InvariantCulture), Is.EqualTo(roundTrip));
    }

    // An escaped text is read by format, an unescaped one of these two forms by the parser: no character may tell them apart.
    [TestCase("2026-12-01T00:00:00Z")]
    [TestCase("2026-12-01T00:00:00+08:00")]
    public void Read_InstantWithAnyCharacterChanged_IsReadAlikeByBothWays(string text)
    {
        var read = 0;
        for (var index = 1; index < text.Length; index++)
        {
            foreach (var character in "0123456789+-:.TtZz ,")
            {
                var changed = text[..index] + character + text[(index + 1)..];
                var fast = Samples.Read($$"""{ "issuedAt": "{{changed}}" }""");
                var byFormat = Samples.Read($$"""{ "issuedAt": "\u0032{{changed[1..]}}" }""");

                Assert.That(DeepEqual.FirstDifference(byFormat.Document, fast.Document), Is.Null, changed);
                Assert.That(fast.Problems, Is.EqualTo(byFormat.Problems), changed);
                read += fast.Document is null ? 0 : 1;
            }
        }

        Assert.That(read, Is.InRange(text.Length, text.Length * 10));
    }

    [Fault("D16")]
    [Test]
    public void Read_CommentsAndTrailingCommas_AreAllowedUnlessTheSourceIsStrict()
    {
        var json = "// first\n{ \"off\": [\"a\", /* inside */ ], \"metadata\": { /* kept out */ \"a\": 1, }, } // last\n";

        var document = Samples.Read(json).Document!;
        Assert.That(document.Off, Is.EqualTo(new[] { "a" }));
        Assert.That(DeepEqual.FirstDifference(Json("{\"a\":1}"), document.Metadata), Is.Null);
        Assert.That(Samples.Read(json, new DocumentReaderOptions { AllowComments = false }).Document, Is.Null);
        Assert.That(Samples.Read(Samples.Rich, new DocumentReaderOptions { AllowComments = false }).Document, Is.Not.Null);
    }

    [Fault("F14")]
    [Test]
    public void Read_ByteOrderMark_IsSkipped()
    {
        byte[] marked = [.. Encoding.UTF8.Preamble, .. "{\n\"x\": 1 }"u8];

        Assert.That(FlagDocument.Read(marked).Problems.Single().Line, Is.EqualTo(2));
        Assert.That(FlagDocument.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Samples.Rich)]).Document, Is.Not.Null);
        Assert.That(FlagDocument.Parse("\ufeff{}").Flags, Is.Empty);
    }

    [Test]
    public void Parse_BadDocument_ThrowsWithEveryProblem()
    {
        var exception = Assert.Throws<GrayDocumentException>(() => FlagDocument.Parse("{ \"x\": 1,\n\"version\": true }"))!;

        Assert.That(exception.Problems.Select(problem => problem.Path), Is.EqualTo(new[] { "x", "version" }));
        Assert.That(
            exception.Message,
            Does.StartWith("The flag document has 2 problems:\n  json(1): x: 'x' is not a field here").And.Contain("\n  json(2): version: true is found"));
    }

    [Test]
    public void Parse_HalfASurrogatePairInTheString_IsAProblemWithItsLine()
    {
        // Transcoding would make it U+FFFD without a word; the escaped form is in BadValues.
        var problem = Assert.Throws<GrayDocumentException>(() => FlagDocument.Parse("{ \"description\": \"👋\n\ud83d\" }"))!.Problems.Single();

        Assert.That(problem, Is.EqualTo(new DocumentProblem { Line = 2, Column = 1, Path = "", Message = ProblemText.LoneSurrogate }));
    }

    [Test]
    public void Parse_TextOfTooManyCharacters_IsRefusedByTheLimitOfBytes()
    {
        var result = DocumentReader.Read("{ \"a\" }", new DocumentReaderOptions { Limits = new() { MaxBytes = 6 } });

        Assert.That(result.Problems.Single().Message, Is.EqualTo("the document is larger than 6 bytes, the limit MaxBytes"));
    }

    private static RuleDefinition Guangdong() => new()
    {
        Description = "first",
        Metadata = Json("\"m\""),
        Enabled = false,
        Priority = -5,
        Users = ["u-3"],
        Regions = ["CN-GD"],
        When = new Dictionary<string, AttributeDefinition>
        {
            ["orders"] = new() { Gt = "1", Gte = "1e1", Lt = "100", Lte = "99.50", Ne = "-0" },
            ["email"] = new() { In = ["a", "b"], NotIn = ["c"], Contains = ["@"], StartsWith = ["a", "b"], EndsWith = [".org"], Matches = ["^[^@]+@"] },
            ["since"] = new()
            {
                Before = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
                After = new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.FromHours(8)),
            },
            ["app"] = new() { Semver = ">=2.1.0 <3", Eq = "2.2.0" },
            ["ip"] = new() { Cidr = ["10.0.0.0/8", "2001:db8::/32"], Exists = true },
        },
        Percentage = new() { Of = 12.5m, By = "tenant", Salt = "exp-7", From = 0.001m },
        Window =
            new() { Start = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(8)), End = new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero) },
        Except = new()
        {
            Users = ["u-4"],
            Segments = ["abroad"],
            Regions = ["CN-GD-SZ"],
            When = new Dictionary<string, AttributeDefinition> { ["userId"] = new() { Eq = "u-5" } },
            Percentage = 25m,
            Requires = new Dictionary<string, ServeDefinition> { ["gone"] = ServeDefinition.FromVariant("blue") },
            Environments = [],
            Instances = ["web-3"],
            Window = new() { End = new DateTimeOffset(2026, 12, 2, 12, 0, 0, TimeSpan.FromHours(8)) },
        },
        Serve = false,
    };

    private static JsonElement Json(string json) => JsonElement.Parse(json);
}
