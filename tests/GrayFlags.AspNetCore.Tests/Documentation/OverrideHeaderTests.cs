using System.Security.Cryptography;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Documentation;

public sealed class OverrideHeaderTests
{
    [Test]
    public void Header_IsOfTheFormThatPagesShow()
    {
        var flags = new Dictionary<string, string> { ["new-checkout"] = "true", ["colour"] = "blue" };
        var header = GrayOverrideHeader.Sign(RandomNumberGenerator.GetBytes(32), DateTimeOffset.UnixEpoch.AddHours(1), flags);

        Assert.That(header, Does.Match("^new-checkout=true&colour=blue;3600;[A-Za-z0-9_-]{43}$"));
    }
}
