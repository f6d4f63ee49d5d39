using GrayFlags.Providers.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>The index says what the provider's own, slower method says.</summary>
internal sealed class KeyIndexTests
{
    private static readonly string[] Keys =
    [
        "GrayFlags:Flags:a:Rules:r:Percentage", "GrayFlags:Flags:a:Rules:r:Users:0", "GrayFlags:Flags:a:Rules:r:Users:10", "GrayFlags:Flags:a:Rules:r:Users:2",
        "grayflags:flags:B", "GrayFlags:Off", "GrayFlags", "Logging:Level", "GrayFlags:Flags:a:Enabled", "GrayFlags::x", "plain",
    ];

    [TestCase("")]
    [TestCase("GrayFlags")]
    [TestCase("GRAYFLAGS:flags")]
    [TestCase("GrayFlags:Flags:a")]
    [TestCase("GrayFlags:Flags:a:Rules:r:Users")]
    [TestCase("GrayFlags:Flags:nobody")]
    [TestCase("Gray")]
    public void Below_AnyPath_IsWhatTheProviderSays(string path)
    {
        var provider =
            new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = Keys.Select(key => KeyValuePair.Create(key, (string?)"1")) });

        var expected = provider.GetChildKeys([], path.Length == 0 ? null : path).Distinct(StringComparer.Ordinal);

        Assert.That(KeyIndex.Of(provider)!.Below(path).Distinct(StringComparer.Ordinal), Is.EqualTo(expected));
    }

    [Test]
    public void Of_ProviderOfSomebodyElse_IsUnknown() => Assert.That(KeyIndex.Of(new OwnProvider()), Is.Null);

    private sealed class OwnProvider : ConfigurationProvider;
}
