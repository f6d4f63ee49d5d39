using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>Row R10 of the catalogue: texts as real programs write them, by producer, and what the operators make of them.</summary>
[Fault("R10")]
public sealed class ProducerTests
{
    private const string On = "on: TargetingMatch, rule 'r'";
    private const string Off = "off: Default";
    private const string Unreadable = "off: Default/AttributeUnreadable";

    private const string FromNoonToOne = """{ "gte": "2026-12-01T12:00:00Z", "before": "2026-12-01T12:00:01Z" }""";

    // All of them are the same second, so a wrong hour or day is off.
    [TestCase(".NET \"O\", UTC", "2026-12-01T12:00:00.0000000Z", On)]
    [TestCase(".NET \"O\", an offset", "2026-12-01T20:00:00.0000000+08:00", On)]
    [TestCase(".NET \"O\", an unspecified kind", "2026-12-01T12:00:00.0000000", Unreadable)]
    [TestCase(".NET \"s\"", "2026-12-01T12:00:00", Unreadable)]
    [TestCase(".NET \"u\"", "2026-12-01 12:00:00Z", On)]
    [TestCase(".NET \"R\"", "Tue, 01 Dec 2026 12:00:00 GMT", On)]
    [TestCase(".NET ToString, invariant", "12/01/2026 12:00:00 +00:00", Unreadable)]
    [TestCase("Go RFC3339Nano", "2026-12-01T12:00:00.123456789Z", On)]
    [TestCase("Go RFC3339", "2026-12-01T20:00:00+08:00", On)]
    [TestCase("Go String", "2026-12-01 20:00:00.123456789 +0800 CST", On)]
    [TestCase("Go RFC1123", "Tue, 01 Dec 2026 12:00:00 UTC", On)]
    [TestCase("Go RFC1123Z", "Tue, 01 Dec 2026 20:00:00 +0800", On)]
    [TestCase("Java Instant", "2026-12-01T12:00:00.123456789Z", On)]
    [TestCase("Java OffsetDateTime on the minute", "2026-12-01T12:00Z", On)]
    [TestCase("Java ZonedDateTime", "2026-12-01T20:00+08:00[Asia/Shanghai]", On)]
    [TestCase("Java LocalDateTime", "2026-12-01T12:00", Unreadable)]
    [TestCase("Java SimpleDateFormat Z", "2026-12-01T12:00:00.000+0000", On)]
    [TestCase("Java RFC_1123_DATE_TIME", "Tue, 1 Dec 2026 12:00:00 GMT", On)]
    [TestCase("JavaScript toISOString", "2026-12-01T12:00:00.000Z", On)]
    [TestCase("JavaScript toUTCString", "Tue, 01 Dec 2026 12:00:00 GMT", On)]
    [TestCase("JavaScript toString", "Tue Dec 01 2026 12:00:00 GMT+0000 (Coordinated Universal Time)", Unreadable)]
    [TestCase("Python isoformat", "2026-12-01T12:00:00.123456+00:00", On)]
    [TestCase("Python str", "2026-12-01 12:00:00.123456+00:00", On)]
    [TestCase("Python str, naive", "2026-12-01 12:00:00.123456", Unreadable)]
    [TestCase("Python logging, a comma", "2026-12-01 12:00:00,123+0000", On)]
    [TestCase("Ruby to_s", "2026-12-01 20:00:00 +0800", On)]
    [TestCase("Ruby to_s, UTC", "2026-12-01 12:00:00 UTC", On)]
    [TestCase("Rust chrono", "2026-12-01T12:00:00.123456789+00:00", On)]
    [TestCase("Rust chrono Display", "2026-12-01 12:00:00.123456789 UTC", On)]
    [TestCase("protobuf JSON", "2026-12-01T12:00:00.000000001Z", On)]
    [TestCase("PostgreSQL", "2026-12-01 12:00:00+00", On)]
    [TestCase("PostgreSQL, half an hour", "2026-12-01 17:30:00.5+05:30", On)]
    [TestCase("SQL Server datetimeoffset", "2026-12-01 20:00:00.0000000 +08:00", On)]
    [TestCase("SQL Server datetime", "2026-12-01 12:00:00.000", Unreadable)]
    [TestCase("BigQuery", "2026-12-01 12:00:00 UTC", On)]
    [TestCase("RFC 3339, small letters", "2026-12-01t12:00:00z", On)]
    [TestCase("HTTP Last-Modified", "Tue, 01 Dec 2026 12:00:00 GMT", On)]
    [TestCase("HTTP, the wrong day of the week", "Mon, 01 Dec 2026 12:00:00 GMT", Unreadable)]
    [TestCase("e-mail, RFC 5322", "1 Dec 2026 20:00:00 +0800", On)]
    [TestCase("Unix seconds", "1796126400", Unreadable)]
    [TestCase("a date alone", "2026-12-01", Unreadable)]
    [TestCase("full-width digits", "２０２６-12-01T12:00:00Z", Unreadable)]
    [TestCase("an hour early", "2026-12-01T13:00:00+0200", Off)]
    public void Instant(string producer, string text, string expected) => Check(producer, text, FromNoonToOne, expected);

    // https://www.rfc-editor.org/rfc/rfc3339#section-5.7; counted as the second after it, as POSIX does.
    [TestCase("2016-12-31T23:59:60Z", On)]
    [TestCase("2017-01-01T07:59:60+08:00", On)]
    [TestCase("2016-12-31T23:58:60Z", Unreadable)]
    [TestCase("2016-12-31T23:59:61Z", Unreadable)]
    public void LeapSecond(string text, string expected) =>
        Check("", text, """{ "gte": "2017-01-01T00:00:00Z", "before": "2017-01-01T00:00:01Z" }""", expected);

    [TestCase("nginx $remote_addr", "10.1.2.3", On)]
    [TestCase("Azure Application Gateway X-Forwarded-For", "10.1.2.3:51234", On)]
    [TestCase("IPEndPoint", "[2001:db8::7]:443", On)]
    [TestCase("a URL's host", "[2001:db8::7]", On)]
    [TestCase("Kestrel, dual stack", "::ffff:10.1.2.3", On)]
    [TestCase("Kestrel, dual stack, with its port", "[::ffff:10.1.2.3]:5000", On)]
    [TestCase("link-local with a zone", "fe80::1%eth0", On)]
    [TestCase("link-local with a zone and a port", "[fe80::1%eth0]:443", On)]
    [TestCase("Forwarded", "for=\"[2001:db8::7]:4711\"", On)]
    [TestCase("Forwarded, IPv4", "for=10.1.2.3;proto=http;by=203.0.113.43", On)]
    [TestCase("Forwarded, the quoted value", "\"[2001:DB8::7]\"", On)]
    [TestCase("Java InetSocketAddress", "/10.1.2.3:51234", On)]
    [TestCase("PostgreSQL inet", "10.1.2.3/32", On)]
    [TestCase("PostgreSQL inet, IPv6", "2001:db8::7/128", On)]
    [TestCase("PostgreSQL cidr", "10.1.0.0/16", Unreadable)]
    [TestCase("X-Forwarded-For, several hops", "10.1.2.3, 10.9.9.9", Unreadable)]
    [TestCase("Forwarded, several hops", "for=10.1.2.3, for=10.9.9.9", Unreadable)]
    [TestCase("Forwarded, unknown", "for=unknown", Unreadable)]
    [TestCase("Forwarded, obfuscated", "for=_gazonk", Unreadable)]
    [TestCase("a name", "localhost:80", Unreadable)]
    [TestCase("a port that is none", "10.1.2.3:99999", Unreadable)]
    [TestCase("a port that is missing", "10.1.2.3:", Unreadable)]
    [TestCase("outside", "[2001:db9::7]:443", Off)]
    public void Address(string producer, string text, string expected) =>
        Check(producer, text, """{ "cidr": ["10.0.0.0/8", "2001:db8::/32", "fe80::/10"] }""", expected);

    [TestCase("npm", "1.2.3", On)]
    [TestCase("git tag", "v1.2.3", On)]
    [TestCase("AssemblyVersion", "1.2.3.4", On)]
    [TestCase("AssemblyVersion of 1.2.2", "1.2.2.0", Off)]
    [TestCase("FileVersion", "1.9.31234.65535", On)]
    [TestCase("InformationalVersion", "1.2.3+4f2a9c1e", On)]
    [TestCase("InformationalVersion, a prerelease", "1.3.0-beta.1+4f2a9c1e.dirty", On)]
    [TestCase("NuGet, four parts", "1.2.3.4-beta", On)]
    [TestCase("Version of two parts", "1.9", On)]
    [TestCase("Chrome", "1.99.4664.110", On)]
    [TestCase("one part", "2", Off)]
    [TestCase("five parts", "1.2.3.4.5", Unreadable)]
    [TestCase("Maven", "1.2.3.RELEASE", Unreadable)]
    [TestCase("Python", "1.2.3rc1", Unreadable)]
    [TestCase("a name", "latest", Unreadable)]
    public void Version(string producer, string text, string expected) => Check(producer, text, """{ "semver": ">=1.2.3 <2" }""", expected);

    [TestCase("JSON", "19.99", On)]
    [TestCase("Java BigDecimal", "1.999E+1", On)]
    [TestCase("Python Decimal, zeros", "19.9900", On)]
    [TestCase("Go %+f", "+19.990000", On)]
    [TestCase("no zero before the point", ".5", Off)]
    [TestCase("no digit behind the point", "20.", On)]
    [TestCase("JavaScript", "2e1", On)]
    [TestCase("protobuf int64", "9007199254740993", On)]
    [TestCase("protobuf double", "Infinity", Unreadable)]
    [TestCase("JavaScript, no number", "NaN", Unreadable)]
    [TestCase("hexadecimal", "0x14", Unreadable)]
    [TestCase("thousands", "1,999", Unreadable)]
    [TestCase("Python, parted", "1_999", Unreadable)]
    [TestCase("full-width digits", "２０", Unreadable)]
    [TestCase("a unit", "20 EUR", Unreadable)]
    [TestCase("Java, an empty text", "", Unreadable)]
    public void Number(string producer, string text, string expected) => Check(producer, text, """{ "gte": 19.99 }""", expected);

    private static void Check(string producer, string text, string asked, string expected)
    {
        var decision = TestEvaluator.Decide($$"""{ "rules": { "r": { "when": { "a": {{asked}} } } } }""", new GrayContext("u") { ["a"] = text });

        Assert.That(decision, Is.EqualTo(expected), producer);
    }
}
