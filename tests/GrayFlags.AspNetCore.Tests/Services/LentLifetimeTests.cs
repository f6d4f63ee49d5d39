using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Services;

/// <summary>An implementation behind a flag is disposed once, by its owner, and is one in a scope.</summary>
[Fault("R6")]
public sealed class LentLifetimeTests
{
    // The container disposes what it is given: that must be the one instance, once, and not what stands for it.
    [Test]
    public void ServiceThatIsDisposableItself_IsDisposedOnceByItsOwner([Values] bool isSingleton)
    {
        var disposals = new List<object>();
        var services = LentTests.Services().AddSingleton(disposals);
        if (isSingleton)
        {
            services.AddSingleton<Disposable>();
        }

        services.AddGrayService<IDisposableService, Disposable, Disposable>("x");
        using (var provider = services.BuildServiceProvider())
        {
            for (var count = 0; count < 2; count++)
            {
                using var scope = provider.CreateScope();
                Assert.That(scope.ServiceProvider.GetRequiredService<IDisposableService>().Get(), Is.EqualTo("got"));
            }

            Assert.That(disposals, Has.Count.EqualTo(isSingleton ? 0 : 2));
        }

        Assert.That(disposals, Has.Count.EqualTo(isSingleton ? 1 : 2).And.Unique);
    }

    [Test]
    public async Task AsyncDisposableService_IsDisposedOnceByItsOwner()
    {
        var disposals = new List<object>();
        var services = LentTests.Services().AddSingleton(disposals).AddGrayService<IAsyncService, AsyncOnly, AsyncOnly>("x");
        await using (var provider = services.BuildServiceProvider())
        {
            await using var scope = provider.CreateAsyncScope();
            Assert.That(scope.ServiceProvider.GetRequiredService<IAsyncService>().Get(), Is.EqualTo("got"));
        }

        Assert.That(disposals, Has.Count.EqualTo(1));
    }

    // One instance for a scope, whoever asks for it, by whatever name, in whatever order.
    [Test]
    public void Implementation_LeftToThePackage_IsOneInAScope([Values] bool isServiceFirst, [Values] bool isOtherServiceFirst)
    {
        var disposals = new List<object>();
        var services = LentTests.Services().AddSingleton(disposals)
            .AddGrayService<IFirst, Both, Both>("x").AddGrayService<ISecond, Both, Both>("y");
        using (var provider = services.BuildServiceProvider())
        {
            using var scope = provider.CreateScope();
            var asked = new List<object>();
            asked.Add(isServiceFirst ? scope.ServiceProvider.GetRequiredService<IFirst>() : scope.ServiceProvider.GetRequiredService<Both>());
            asked.Add(isOtherServiceFirst ? scope.ServiceProvider.GetRequiredService<ISecond>() : scope.ServiceProvider.GetRequiredService<IFirst>());
            scope.ServiceProvider.GetRequiredService<IFirst>().Add();
            scope.ServiceProvider.GetRequiredService<ISecond>().Add();
            scope.ServiceProvider.GetRequiredService<Both>().Add();

            Assert.That(scope.ServiceProvider.GetRequiredService<Both>().Value, Is.EqualTo(3));
        }

        Assert.That(disposals, Has.Count.EqualTo(1));
    }

    // Nothing can stand for a class. There is one all the same, or a sentence that says what to do; never two.
    [Test]
    public void ClassService_WithADisposableImplementation_IsOneOrSaysWhatToDo([Values] bool isServiceFirst)
    {
        var disposals = new List<object>();
        var services = LentTests.Services().AddSingleton(disposals).AddGrayService<Ancestor, Descendant, Descendant>("x");
        using (var provider = services.BuildServiceProvider())
        {
            using var scope = provider.CreateScope();
            var (first, second) = isServiceFirst ? (typeof(Ancestor), typeof(Descendant)) : (typeof(Descendant), typeof(Ancestor));

            var given = scope.ServiceProvider.GetRequiredService(first);
            Assert.That(scope.ServiceProvider.GetRequiredService(first), Is.SameAs(given));
            Assert.That(
                () => scope.ServiceProvider.GetRequiredService(second),
                Throws.InvalidOperationException.With.Message.Contains("Descendant").And.Message.Contains("interface"));
        }

        Assert.That(disposals, Has.Count.EqualTo(1));
    }

    internal interface IDisposableService : IDisposable
    {
        string Get();
    }

    internal interface IAsyncService : IAsyncDisposable
    {
        string Get();
    }

    internal interface IFirst
    {
        void Add();
    }

    internal interface ISecond
    {
        void Add();
    }

    internal abstract class Noting(List<object> disposals) : IDisposable
    {
        public void Dispose() => disposals.Add(this);
    }

    internal sealed class Disposable(List<object> disposals) : Noting(disposals), IDisposableService
    {
        public string Get() => "got";
    }

    internal sealed class AsyncOnly(List<object> disposals) : IAsyncService
    {
        public string Get() => "got";

        public ValueTask DisposeAsync()
        {
            disposals.Add(this);
            return default;
        }
    }

    internal sealed class Both(List<object> disposals) : Noting(disposals), IFirst, ISecond
    {
        public int Value { get; private set; }

        public void Add() => Value++;
    }

    internal abstract class Ancestor;

    internal sealed class Descendant(List<object> disposals) : Ancestor, IDisposable
    {
        public void Dispose() => disposals.Add(this);
    }
}
