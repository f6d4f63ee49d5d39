using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Documents;

/// <summary>Problems go to logs; a document holds people's addresses. A message shows what is at fault and nothing beside it.</summary>
[Fault("X27")]
internal sealed class DocumentReaderPrivacyTests
{
    private const string Users = "\"users\": [\"alice@example.org\", \"bob@example.org\"]";

    // System.Text.Json's own message for a broken word quotes all that follows it: 'truw, "users": ["alice@example.org" … is an invalid JSON literal.
    [TestCase("\"enabled\": truw, ")]
    [TestCase("\"enabled\": falsy, ")]
    [TestCase("\"enabled\": nul, ")]
    [TestCase("\"enabled\": nil, ")]
    [TestCase("\"enabled\": yes, ")]
    [TestCase("\"priority\": 1x, ")]
    [TestCase("\"priority\": 01, ")]
    [TestCase("\"priority\": 1.e, ")]
    [TestCase("\"priority\": -, ")]
    [TestCase("\"priority\": [, ")]
    [TestCase("\"percentage\": NaN, ")]
    [TestCase("'owner': 1, ")]
    [TestCase("\"description\": \"x, ")]
    [TestCase("\"description\": \"\\q\", ")]
    [TestCase("\"description\": \"\\u12\", ")]
    [TestCase("\"description\" \"x\", ")]
    [TestCase("\"description\": \"\0\", ")]
    [TestCase("/* ")]
    [TestCase("# ")]
    [TestCase("} ")]
    [TestCase("\"regions\": 7, ")]
    [TestCase("\"what\": 7, ")]
    [TestCase("\"regions\": [\"\\ud800\"], ")]
    [TestCase("\"users\": [], ")]
    [TestCase("\"metadata\": { \"a\": 1, \"a\": 2 }, ")]
    public void Read_MistakeBesideAddresses_ShowsNoneOfThem(string mistake)
    {
        var result = Samples.Read($$"""{ "flags": { "a": { "rules": { "r": { {{mistake}}{{Users}} } } } } }""");

        Assert.That(result.Problems, Is.Not.Empty);
        Assert.That(Samples.Problems(result), Does.Not.Contain("example.org").And.Not.Contain("alice").And.Not.Contain("bob"));
    }

    [TestCase("\"users\": [\"alice@example.org\", \"bob@example.org]")]
    [TestCase("\"users\": [\"alice@example.org, \"bob@example.org\"]")]
    [TestCase("\"users\": [\"alice@example.org\" \"bob@example.org\"]")]
    [TestCase("\"users\": [alice@example.org, bob@example.org]")]
    [TestCase("\"users\": [\"alice@example.org\", { \"bob@example.org\": 1 }]")]
    [TestCase("\"users\": { \"alice@example.org\": true, \"bob@example.org\": true }")]
    [TestCase("\"users\": [\"alice@example.org\", [\"bob@example.org\"]]")]
    [TestCase("\"users\": [\"alice@example.org\", 7]")]
    [TestCase("\"when\": { \"userId\": [\"alice@example.org\", { \"bob@example.org\": 1 }] }")]
    [TestCase("\"when\": { \"userId\": { \"in\": \"alice@example.org, bob@example.org\", \"inn\": 1 } }")]
    [TestCase("\"when\": [\"alice@example.org\"]")]
    public void Read_MistakeInsideTheList_ShowsNoAddress(string users)
    {
        var result = Samples.Read($$"""{ "flags": { "a": { "rules": { "r": { {{users}} } } } } }""");

        Assert.That(result.Problems, Is.Not.Empty);
        Assert.That(Samples.Problems(result), Does.Not.Contain("example.org").And.Not.Contain("alice").And.Not.Contain("bob"));
    }

    [Test]
    public void Read_AddressThatIsItselfAtFault_IsShownAloneAndShort()
    {
        var result = Samples.Read($$"""{ "segments": { "s": { "except": "carol@example.org", {{Users}} } } }""");

        Assert.That(result.Problems.Single().Message, Is.EqualTo("'carol@example.org' is found where an object of conditions is expected"));
    }
}
