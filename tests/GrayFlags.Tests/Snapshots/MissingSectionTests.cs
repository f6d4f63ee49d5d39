using GrayFlags.Documents;
using GrayFlags.Providers.Configuration;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace GrayFlags.Tests.Snapshots;

/// <summary>A configuration section that is missing at a start, and was there in the run before: a mount that failed, a file that was not deployed.</summary>
[Fault("C1")]
[Fault("R2")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MissingSectionTests
{
    private readonly RestartRig _rig = new();
    private GrayEvaluator? _evaluator;
    private bool _mayBeEmpty;

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void SectionThatIsMissing_TheSavedDocumentServes_AndWhatWasOffStaysOff()
    {
        Start(("off:0", "killed"), ("flags:killed", "true"), ("flags:f", "true"));
        Assert.That(On(), Is.EqualTo((false, true)));

        Start();

        Assert.That(On(), Is.EqualTo((false, true)));
        Assert.That(_evaluator!.Status.Providers[0].State, Is.EqualTo(ProviderState.Unavailable));
        Start(("flags:killed", "true"));
        Assert.That(On(), Is.EqualTo((true, false)), "the source decides again");
    }

    [Test]
    public void SectionThatIsMissing_AndMayBe_IsNothing()
    {
        _mayBeEmpty = true;
        Start(("off:0", "killed"), ("flags:killed", "true"), ("flags:f", "true"));

        Start();

        Assert.That(On(), Is.EqualTo((false, false)));
        Assert.That(_evaluator!.Status.Providers[0].State, Is.EqualTo(ProviderState.Empty));
    }

    [Test]
    public void SectionThatNeverWas_IsNothing()
    {
        Start();

        Assert.That(_evaluator!.Status.Providers[0].State, Is.EqualTo(ProviderState.Empty));
    }

    private (bool Killed, bool F) On() => (_evaluator!.IsEnabled("killed"), _evaluator.IsEnabled("f"));

    private void Start(params (string Key, string Value)[] values)
    {
        var root = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => new KeyValuePair<string, string?>($"GrayFlags:{value.Key}", value.Value)))
            .Build();
        _evaluator = _rig.Start(ConfigurationRuleProvider.Create(root.GetSection("GrayFlags"), root, _mayBeEmpty, new DocumentLimits(), NullLogger.Instance));
    }
}
