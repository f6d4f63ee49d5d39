using GrayFlags.Documents;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Providers;

/// <summary>Ranges of the options: each message names its option.</summary>
public sealed class JsonFileRuleProviderOptionsTests
{
    [TestCase("")]
    [TestCase("flags.json")]
    [TestCase("/")]
    [TestCase("/flags/")]
    [TestCase("/fl\0ags.json")]
    [Fault("L6")]
    public void Path_NotTheFullPathOfAFile_IsRefused(string path) => AssertRefused("Path", options => options.Path = path);

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(99)]
    [TestCase(86_400_001)]
    [Fault("L6")]
    public void PollInterval_OutOfRange_IsRefused(int milliseconds) =>
        AssertRefused("PollInterval", options => options.PollInterval = TimeSpan.FromMilliseconds(milliseconds));

    [TestCase(-1)]
    [TestCase(60_001)]
    [Fault("L6")]
    public void Debounce_OutOfRange_IsRefused(int milliseconds) =>
        AssertRefused("Debounce", options => options.Debounce = TimeSpan.FromMilliseconds(milliseconds));

    [Test]
    [Fault("L6")]
    public void Limits_WithoutABytes_AreRefused() => AssertRefused("Limits", options => options.Limits = new DocumentLimits { MaxBytes = 0 });

    [TestCase(100, 0)]
    [TestCase(86_400_000, 60_000)]
    public void Intervals_AtTheEdges_AreTaken(int poll, int debounce)
    {
        var options = Options();
        options.PollInterval = TimeSpan.FromMilliseconds(poll);
        options.Debounce = TimeSpan.FromMilliseconds(debounce);

        Assert.That(New(options).Name, Is.EqualTo(options.Path));
    }

    private static void AssertRefused(string name, Action<JsonFileRuleProviderOptions> spoil)
    {
        var options = Options();
        spoil(options);

        Assert.That(() => New(options), Throws.ArgumentException.With.Message.StartsWith(name + ":"));
    }

    private static JsonFileRuleProviderOptions Options() => new() { Path = Path.GetFullPath("flags.json") };

    private static JsonFileRuleProvider New(JsonFileRuleProviderOptions options) => new(options, new ManualTimeProvider(), new RecordingLogger());
}
