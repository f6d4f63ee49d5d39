using System.Reflection;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.Tests.Lifecycle;

/// <summary>Every asynchronous call takes a token and fails in one way: invalid arguments at the call, everything else by the task.</summary>
internal sealed class AsyncContractTests
{
    private const string Document =
        """{ "flags": { "f": true, "staged": { "rollout": { "start": "2026-01-01T00:00:00Z", "stages": [ { "name": "few", "percentage": 5 } ] } } } }""";

    // Only the library calls these, and always with a token.
    private static readonly Type[] Implemented = [typeof(IDocumentStore), typeof(IRolloutStore), typeof(IRuleProvider)];
    private static readonly Type[] Services = [typeof(IGrayRules), typeof(IGrayRollouts), typeof(IGrayFeedback), typeof(IGrayFlagsMonitor)];

    public static IEnumerable<MethodInfo> Asynchronous() => typeof(GrayEvaluator).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => IsTask(method.ReturnType) && !typeof(Delegate).IsAssignableFrom(method.DeclaringType));

    [TestCaseSource(nameof(Asynchronous))]
    public void Method_HasATokenAtItsEnd(MethodInfo method)
    {
        var last = method.GetParameters().LastOrDefault();

        Assert.That(last?.ParameterType, Is.EqualTo(typeof(CancellationToken)));
        Assert.That(last!.HasDefaultValue, Is.EqualTo(!Implemented.Any(type => type.IsAssignableFrom(method.DeclaringType))));
        Assert.That(method.Name, Does.EndWith("Async"));
    }

    public static IEnumerable<TestCaseData> BadArguments() =>
        from service in Services
        from method in service.GetMethods().Where(method => IsTask(method.ReturnType))
        from parameter in method.GetParameters()
        from value in BadValues(service, parameter)
        select new TestCaseData(method, parameter.Position, value).SetArgDisplayNames(method.Name, parameter.Name!, value?.ToString() ?? "null");

    [TestCaseSource(nameof(BadArguments))]
    public void Argument_Invalid_ThrowsAtTheCall(MethodInfo method, int position, object? value)
    {
        using var evaluator = GrayEvaluator.FromJson(Document);
        var arguments = GoodArguments(method, evaluator);
        arguments[position] = value;

        var exception = Assert.Throws<TargetInvocationException>(() => method.Invoke(Service(method, evaluator), arguments))!;

        Assert.That(exception.InnerException, Is.InstanceOf<ArgumentException>());
        Assert.That(((ArgumentException)exception.InnerException!).ParamName, Is.EqualTo(method.GetParameters()[position].Name));
    }

    public static IEnumerable<MethodInfo> OfOperators() => typeof(IGrayRules).GetMethods().Where(method => IsTask(method.ReturnType));

    [TestCaseSource(nameof(OfOperators))]
    public void Evaluator_IsDisposed_TheTaskFails(MethodInfo method)
    {
        using var evaluator = GrayEvaluator.FromJson(Document);
        var arguments = GoodArguments(method, evaluator);
        evaluator.Dispose();

        var task = (Task)method.Invoke(evaluator, arguments)!;

        Assert.That(() => task, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Rollout_InAnotherPhase_TheTaskFails()
    {
        using var evaluator = GrayEvaluator.FromJson(Document);

        var task = evaluator.Rollouts.RestartAsync("staged", "ann", "again");

        Assert.That(() => task, Throws.InvalidOperationException);
    }

    [Test]
    public void UnknownNames_ThrowAtTheCall()
    {
        using var evaluator = GrayEvaluator.FromJson(Document);

        Assert.That(() => { _ = evaluator.PinAsync("none", "ann", "why"); }, Throws.ArgumentException);
        Assert.That(() => { _ = evaluator.Rollouts.PauseAsync("f", "ann", "why"); }, Throws.ArgumentException);
        Assert.That(() => { _ = evaluator.UpgradeAsync<int>("f", null, null!, _ => Task.FromResult(1)); }, Throws.ArgumentNullException);
    }

    // The clock stands still: without the token the call would wait for ever.
    [Test]
    public void Token_Cancelled_EndsTheWaitAndTheDecisionHolds()
    {
        using var folder = new TempFolder();
        folder.Write("state", "a file where the directory should be");
        using var evaluator = GrayEvaluator.Create(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider());
            builder.Services.Configure<GrayFlagsOptions>(options => options.StateDirectory = folder["state"]);
            builder.AddProvider(new InMemoryRuleProvider(GrayFlags.Documents.FlagDocument.Parse(Document)));
        });

        Assert.ThrowsAsync<GrayNotSavedException>(() => evaluator.TurnOffAsync("f", "ann", "why", new CancellationToken(canceled: true)));

        Assert.That(evaluator.IsEnabled("f"), Is.False);
    }

    private static IEnumerable<object?> BadValues(Type service, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(string))
        {
            // Feedback on a flag that no document defines is no error, and an empty name is one of those.
            return service == typeof(IGrayFeedback) ? [null] : [null, ""];
        }

        return parameter.ParameterType == typeof(TimeSpan?) ? [TimeSpan.Zero]
            : parameter.ParameterType == typeof(TimeSpan) ? [TimeSpan.FromTicks(-1)]
            : parameter.ParameterType.IsClass && parameter.ParameterType != typeof(GrayContext) ? [null] // nobody in particular, as in every call
            : [];
    }

    private static object?[] GoodArguments(MethodInfo method, GrayEvaluator evaluator) =>
    [
        .. method.GetParameters().Select(parameter => parameter.Name switch
        {
            "flag" => method.DeclaringType == typeof(IGrayRollouts) ? "staged" : "f",
            "flags" => FlagSelection.All,
            "version" => evaluator.Versions[0].Version,
            "context" => new GrayContext("ana"),
            "feedback" => new GrayFeedback { Score = 1 },
            "operation" => RolloutOperation.Promote,
            "request" => new OperatorRequest("ann", "because"),
            "duration" => null,
            "timeout" => TimeSpan.FromSeconds(1),
            "cancellationToken" => CancellationToken.None,
            _ => (object?)"ann",
        }),
    ];

    private static object Service(MethodInfo method, GrayEvaluator evaluator) =>
        method.DeclaringType == typeof(IGrayRollouts) ? evaluator.Rollouts : method.DeclaringType == typeof(IGrayFeedback) ? evaluator.Feedback : evaluator;

    private static bool IsTask(Type type) =>
        typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));
}
