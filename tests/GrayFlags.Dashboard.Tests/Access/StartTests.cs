using GrayFlags.Dashboard.Tests.Kit;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace GrayFlags.Dashboard.Tests.Access;

/// <summary>Nothing is open that the app has not opened in so many words.</summary>
public sealed class StartTests
{
    [Test]
    public void NoReadPolicy_Fails_AndSaysWhatToWrite() => Assert.That(
        async () => await DashboardSiteOfTests.StartAsync(_ => { }),
        Throws.TypeOf<OptionsValidationException>().With.Message.Contains("o.ReadPolicy = \"flags.read\"").And.Message.Contains("o.AllowAnonymousRead = true"));

    [TestCase("flags.read", true)]
    [TestCase(" ", false)]
    public void ReadPolicyBesideEverybody_OrNone_Fails(string policy, bool anonymous) => Assert.That(
        async () => await DashboardSiteOfTests.StartAsync(o => (o.ReadPolicy, o.AllowAnonymousRead) = (policy, anonymous)),
        Throws.TypeOf<OptionsValidationException>());

    [TestCase("read.typo", "flags.operate", "flags.publish", "ReadPolicy")]
    [TestCase("flags.read", "operate.typo", null, "OperatePolicy")]
    [TestCase("flags.read", null, "publish.typo", "PublishPolicy")]
    public void PolicyThatNobodyHasDefined_FailsTheStart(string read, string? operate, string? publish, string option) => Assert.That(
        async () => await DashboardSiteOfTests.StartAsync(o => (o.ReadPolicy, o.OperatePolicy, o.PublishPolicy) = (read, operate, publish)),
        Throws.InvalidOperationException.With.Message.Contains($"GrayDashboardOptions.{option} is '"));

    [Test]
    public void UnknownLanguage_OrTooManyStreams_Fails() => Assert.Multiple(() =>
    {
        Assert.That(
            async () => await DashboardSiteOfTests.StartAsync(o => (o.AllowAnonymousRead, o.Languages) = (true, ["fr"])),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Languages"));
        Assert.That(
            async () => await DashboardSiteOfTests.StartAsync(o => (o.AllowAnonymousRead, o.MaxEventStreams) = (true, -1)),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("MaxEventStreams"));
    });
}
