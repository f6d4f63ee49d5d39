using GrayFlags.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace GrayFlags.Tests.Evaluation;

/// <summary>DESIGN.md, section 3, <c>environments</c> and <c>instances</c>: decided when the rules are compiled.</summary>
[NonParallelizable]
public sealed class HostConditionTests
{
    [TestCase(""" "environments": ["Staging"] """, true)]
    [TestCase(""" "environments": "Production, STAGING" """, true)]
    [TestCase(""" "environments": ["Production"] """, false)]
    [TestCase(""" "environments": [] """, false)]
    [TestCase(""" "instances": ["POD-1"] """, true)]
    [TestCase(""" "instances": ["pod-1", "pod-2"], "environments": ["staging"] """, true)]
    [TestCase(""" "instances": ["pod-2"], "environments": ["staging"] """, false)]
    [TestCase(""" "except": { "environments": ["staging"] } """, false)]
    [TestCase(""" "except": { "environments": ["Production"], "instances": ["pod-9"] } """, true)]
    [TestCase(""" "except": { "environments": ["Production"], "users": ["u"] } """, false)]
    [TestCase(""" "except": { "environments": ["staging"], "users": ["x"] } """, false)]
    [TestCase(""" "except": { "environments": ["Production"], "users": ["x"] } """, true)]
    [TestCase(""" "environments": ["staging"], "users": ["x"] """, false)]
    public void Condition_Holds(string conditions, bool expected)
    {
        using var evaluator = Create($$"""{ "flags": { "f": { "rules": { "r": { {{conditions}} } } } } }""");
        var context = new GrayContext("u");

        var explanation = evaluator.Explain("f", context);

        Assert.That(evaluator.IsEnabled("f", context), Is.EqualTo(expected));
        Assert.That(explanation.Decision, Is.EqualTo(evaluator.Evaluate("f", context)));
        Assert.That(explanation.Rules.Single().Matches, Is.EqualTo(expected));
        Assert.That(explanation.Rules.Single().Conditions.All(condition => condition.Holds), Is.EqualTo(expected));
    }

    // What is decided is not asked: an id that only a rule for elsewhere would need is not missing.
    [Test]
    public void Rule_ForElsewhere_IsNeverAsked_ButExplained()
    {
        using var evaluator = Create(
            """{ "flags": { "f": { "rules": { "prod": { "environments": ["Production"], "percentage": 50 },"""
                + """ "all": { "instances": ["pod-1"], "users": ["x"] } } } } }""");

        Assert.That(evaluator.Evaluate("f", GrayContext.Anonymous).ToString(), Is.EqualTo("off: Default"));
        Assert.That(evaluator.Explain("f", GrayContext.Anonymous).ToString(), Does.Contain("rule 'prod' serves true: does not match")
            .And.Contains("[ ] environments: in Production; environment 'Staging'")
            .And.Contains("[x] instances: in pod-1; instance 'pod-1'"));
    }

    [TestCase(null, "Testing")]
    [TestCase("Lab", "Lab")]
    public void Environment_IsTheHosts_UnlessTheOptionsNameOne(string? option, string expected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Testing" });
        builder.Services.AddGrayFlags(options => options.EnvironmentName = option)
            .AddProvider(
                new InMemoryRuleProvider(FlagDocument.Parse($$"""{ "flags": { "f": { "rules": { "r": { "environments": ["{{expected}}"] } } } } }""")));
        using var host = builder.Build();

        Assert.That(host.Services.GetRequiredService<IGrayEvaluator>().IsEnabled("f"), Is.True);
    }

    // Variables belong to the whole process.
    [Test]
    public void WithoutAHost_VariablesName_EnvironmentAndInstance()
    {
        (string? Environment, string? Instance) before =
            (Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"), Environment.GetEnvironmentVariable("HOSTNAME"));
        try
        {
            Assert.That(Seen("Lab", "web-7"), Is.EqualTo(("environment 'Lab'", "instance 'web-7'")));
            Assert.That(Seen("", ""), Is.EqualTo(("environment 'Production'", $"instance '{Environment.MachineName}'")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", before.Environment);
            Environment.SetEnvironmentVariable("HOSTNAME", before.Instance);
        }

        static (string, string) Seen(string environment, string instance)
        {
            Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", environment);
            Environment.SetEnvironmentVariable("HOSTNAME", instance);
            using var evaluator = GrayEvaluator.FromJson("""{ "flags": { "f": { "rules": { "r": { "environments": [], "instances": [] } } } } }""");
            var conditions = evaluator.Explain("f").Rules.Single().Conditions;
            return (conditions[0].Seen, conditions[1].Seen);
        }
    }

    private static GrayEvaluator Create(string json) => TestEvaluator.Create(new InMemoryRuleProvider(FlagDocument.Parse(json)), options: options =>
    {
        options.EnvironmentName = "Staging";
        options.InstanceName = "pod-1";
    });
}
