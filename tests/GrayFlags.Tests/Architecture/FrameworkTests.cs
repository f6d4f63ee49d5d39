using System.Reflection;
using System.Runtime.Versioning;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace GrayFlags.Tests.Architecture;

/// <summary>What is tested on a framework runs on that framework, with the library and the packages of that framework.</summary>
internal sealed class FrameworkTests
{
#if NET10_0
    private const int Major = 10;
#elif NET8_0
    private const int Major = 8;
#endif

    [Test]
    public void Runtime_IsOfTheFrameworkUnderTest() => Assert.That(Environment.Version.Major, Is.EqualTo(Major));

    [Test]
    public void Library_IsBuiltForTheFrameworkUnderTest()
    {
        var target = typeof(GrayEvaluator).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName;

        Assert.That(target, Is.EqualTo($".NETCoreApp,Version=v{Major}.0"));
    }

    // With those of a later one a program on .NET 8 would not be what is tested.
    [TestCase(typeof(IConfiguration))]
    [TestCase(typeof(JsonConfigurationExtensions))]
    [TestCase(typeof(System.Text.Json.JsonDocument))]
    [TestCase(typeof(Microsoft.Extensions.Options.IOptions<>))]
    [TestCase(typeof(Microsoft.Extensions.Logging.ILogger))]
    [TestCase(typeof(Microsoft.Extensions.Hosting.Host))]
    [TestCase(typeof(System.Diagnostics.Activity))]
    public void Packages_AreOfTheFrameworkUnderTest(Type type) =>
        Assert.That(type.Assembly.GetName().Version!.Major, Is.EqualTo(Major), type.Assembly.FullName);
}
