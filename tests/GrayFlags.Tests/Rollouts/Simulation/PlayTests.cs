using GrayFlags.Simulator.Play;
using NUnit.Framework;

namespace GrayFlags.Tests.Rollouts.Simulation;

public sealed class PlayTests
{
    [TestCase("--effect 5 --share 5 --hold 1200", "rolled back by 'errors'")]
    [TestCase("--slower 3 --share 10", "rolled back by 'p95'")]
    [TestCase("--effect 1 --hold 60", "all stages done")]
    [TestCase("--drift 20 --broken 0.01 --hold 60 --users 2000", "all stages done")]
    public void Play_EndsAsTheServiceDeserves(string options, string end)
    {
        var output = new StringWriter();

        new Playing(Script.TryParse(options.Split(' '), TextWriter.Null)!, output).Run();

        Assert.That(output.ToString(), Does.Contain(end));
    }

    [TestCase("--nothing 1", "There is no option '--nothing'")]
    [TestCase("--base", "'--base' takes a number")]
    [TestCase("--base x", "'--base' takes a number")]
    [TestCase("--base -1", "'--base' takes a number")]
    [TestCase("--share 100", "'--share' below 100")]
    [TestCase("--risk 0", "'--risk' above 0")]
    public void Options_NotUnderstood_AreSaid(string options, string problem)
    {
        var errors = new StringWriter();

        Assert.That(Script.TryParse(options.Split(' '), errors), Is.Null);
        Assert.That(errors.ToString(), Does.Contain(problem));
    }
}
