using System.Runtime.CompilerServices;
using GrayFlags.Providers.Configuration;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers.Configuration;

/// <summary>A framework that no longer has the members we reach into is read in the public way.</summary>
[Fault("R3")]
internal sealed class PrivateMemberTests
{
    private static readonly KeyValuePair<string, string?>[] Data =
        [
            new("GrayFlags:Flags:a", "true"),
            new("GrayFlags:Flags:b:Rules:r:Users:0", "u"),
            new("GrayFlags:Flags:b:Rules:r:Users:10", "w"),
            new("GrayFlags:Flags:b:Rules:r:Users:2", "v"),
        ];

    [Test]
    public void Members_OfThisFramework_AreThere()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection(Data).Build();

        Assert.That(KeyIndex.Of(root.Providers.Single()), Is.Not.Null);
        Assert.That(SectionRoot.Of(root.GetSection("GrayFlags")), Is.SameAs(root));
    }

    [Test]
    public void Index_WithoutTheDataOfProviders_IsNone()
    {
        var provider = new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = Data });

        Assert.That(KeyIndex.Of(provider, NoData), Is.Null);
    }

    [Test]
    public void Root_OfASectionWithoutItsField_IsUnknown() =>
        Assert.That(SectionRoot.Of(new ConfigurationBuilder().Build().GetSection("x"), section => NoRoot(section)), Is.Null);

    [Test]
    public void Layer_WithoutTheDataOfProviders_SaysTheSame()
    {
        var provider = new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = Data });
        var (fast, plain) = (new ProviderLayer(provider), new ProviderLayer(provider, "", null));
        foreach (var path in new[] { "", "GrayFlags", "grayflags:FLAGS", "GrayFlags:Flags:b:Rules:r:Users", "GrayFlags:Flags:a", "GrayFlags:nothing" })
        {
            Assert.That(plain.Keys(path).Distinct(), Is.EqualTo(fast.Keys(path).Distinct()), path);
            Assert.That((plain.TryGet(path, out var value), value), Is.EqualTo((fast.TryGet(path, out var expected), expected)), path);
        }

        Assert.That((fast.IsOfOneMoment, plain.IsOfOneMoment), Is.EqualTo((true, false)));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_DataOfAnotherName")]
    private static extern IDictionary<string, string?> NoData(ConfigurationProvider provider);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_rootOfAnotherName")]
    private static extern ref IConfigurationRoot NoRoot(ConfigurationSection section);
}
