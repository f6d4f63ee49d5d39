using System.Globalization;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Services;

/// <summary>Whatever C# permits in an interface works where a disposable implementation stands behind it.</summary>
[Fault("R6")]
public sealed class LentTests
{
    [TestCase(true, Description = "a singleton of the app")]
    [TestCase(false, Description = "left to the package")]
    public async Task EveryMember_IsThatOfTheImplementation(bool isOfTheApp)
    {
        var services = Services();
        if (isOfTheApp)
        {
            services.AddSingleton<All>();
        }

        services.AddGrayService<IAll, All, All>("x");
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var all = scope.ServiceProvider.GetRequiredService<IAll>();

        Assert.That(all.Span("abc"), Is.EqualTo("cba"));
        Assert.That(all.Slice("abc"u8.ToArray()).Length, Is.EqualTo(1));
        Assert.That(all.Own(new Ref("ref")).Text.ToString(), Is.EqualTo("ref"));
        var (counted, got) = (1, 0);
        all.Pass(5, ref counted, out got);
        Assert.That((counted, got), Is.EqualTo((6, 5)));
        all.First()++;
        Assert.That((all.FirstOnly(), all.First()), Is.EqualTo((1, 1)));
        Assert.That(all.Largest(3, 4), Is.EqualTo(4));
        Assert.That(all.Created<List<int>, int>([1, 2]), Has.Count.EqualTo(2));
        Assert.That(all.Size<long>(), Is.EqualTo(8));
        Assert.That(all.NotNull("abc", x => x.Length), Is.EqualTo(3));
        Assert.That(all.Defaulted(), Is.EqualTo("default of 7"));
        Assert.That(all.Replaced(), Is.EqualTo("replaced"));
        Assert.That(((IBase)all).Closed(), Is.EqualTo("closed by the one after"));
        all.Name = "name";
        all[1] = "one";
        var raised = 0;
        all.Raised += () => raised++;
        all.Raise();
        Assert.That((all.Name, all[1], raised), Is.EqualTo(("name", "one", 1)));
        Assert.That(all.Sum(1, 2, 3), Is.EqualTo(6));
        Assert.That(await all.DelayedAsync(2), Is.EqualTo(2));
        Assert.That(() => all.Throw(), Throws.InstanceOf<NotSupportedException>());
        Assert.That(Pointed(all), Is.EqualTo(4));

        static unsafe int Pointed(IAll all)
        {
            var value = 4;
            return all.Point(&value);
        }
    }

    // A span whose length C# lets be taken as a type argument.
    [Test]
    public void RefStruct_AsATypeArgument_IsPassedOn() =>
        Assert.That(
            In<IAllowing>(services => services.AddGrayService<IAllowing, Allowing, Allowing>("x"), allowing => allowing.Length(new Ref("four"))),
            Is.EqualTo(4));

    [Test]
    public void PrivateInterface_OfAGeneric_Works() =>
        Assert.That(
            In<IPrivate<List<Hidden>>>(services => services.AddGrayService<IPrivate<List<Hidden>>, Private, Private>("x"), one => one.Count([new Hidden()])),
            Is.EqualTo(1));

    [Test]
    public void VariantInterface_Works() =>
        Assert.That(
            In<IVariant<string, object>>(
                services => services.AddGrayService<IVariant<string, object>, Variant, Variant>("x"),
                one => ((IVariant<object, string>)new Variant()).Say("a") + one.Say("b")),
            Is.EqualTo("ab"));

    [Test]
    public void StaticVirtualMember_WithABody_IsLeftAlone() =>
        Assert.That(In<IStatic>(services => services.AddGrayService<IStatic, Static, Static>("x"), one => one.Get()), Is.EqualTo("static"));

    // The container disposes what it is given: that must be the one instance, once, and not what stands for it.
    [Test]
    public void ServiceThatIsDisposableItself_IsDisposedOnceByItsOwner([Values] bool isSingleton)
    {
        var disposals = new List<object>();
        var services = Services().AddSingleton(disposals);
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
        var services = Services().AddSingleton(disposals).AddGrayService<IAsyncService, AsyncOnly, AsyncOnly>("x");
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
        var services = Services().AddSingleton(disposals)
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
        var services = Services().AddSingleton(disposals).AddGrayService<Ancestor, Descendant, Descendant>("x");
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

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddGrayFlags().AddAspNetCore();
        return services;
    }

    private static object? In<TService>(Action<IServiceCollection> add, Func<TService, object?> ask)
        where TService : class
    {
        var services = Services();
        add(services);
        using var provider = services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        return ask(scope.ServiceProvider.GetRequiredService<TService>());
    }

    internal readonly ref struct Ref(ReadOnlySpan<char> text)
    {
        public ReadOnlySpan<char> Text { get; } = text;
    }

    internal interface IBase
    {
        string Closed() => "open";
    }

    internal unsafe interface IAll : IBase
    {
        event Action? Raised;

        string Name { get; set; }

        string this[int index] { get; set; }

        string Span(ReadOnlySpan<char> text);

        Span<byte> Slice(Span<byte> bytes);

        Ref Own(scoped in Ref one);

        void Pass(in int given, ref int counted, out int got);

        ref int First();

        ref readonly int FirstOnly();

        T Largest<T>(T left, T right)
            where T : IComparable<T>;

        TList Created<TList, T>(params T[] items)
            where TList : class, ICollection<T>, new();

        int Size<T>()
            where T : unmanaged;

        TResult NotNull<T, TResult>(T given, Func<T, TResult> made)
            where T : notnull;

        int Point(int* value);

        int Sum(params ReadOnlySpan<int> values);

        Task<T> DelayedAsync<T>(T value, CancellationToken cancellationToken = default);

        void Raise();

        void Throw();

        string Defaulted() => $"default of {Seven()}";

        string Replaced() => "not replaced";

        string IBase.Closed() => "closed by the one after";

        protected int Seven();
    }

    internal interface IAllowing
    {
        int Length<T>(T one)
            where T : allows ref struct;
    }

    private interface IPrivate<T>
    {
        int Count(T items);
    }

    internal interface IVariant<in TIn, out TOut>
    {
        TOut Say(TIn said);
    }

    internal interface IStatic
    {
        static virtual string Shared => "shared";

        string Get();
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

    internal sealed unsafe class All : IAll, IDisposable
    {
        private readonly Dictionary<int, string> _items = [];
        private int _first;

        public event Action? Raised;

        public string Name { get; set; } = "";

        public string this[int index] { get => _items[index]; set => _items[index] = value; }

        public string Span(ReadOnlySpan<char> text)
        {
            var letters = text.ToArray();
            Array.Reverse(letters);
            return new string(letters);
        }

        public Span<byte> Slice(Span<byte> bytes) => bytes[..1];

        public Ref Own(scoped in Ref one) => new(one.Text.ToString());

        public void Pass(in int given, ref int counted, out int got)
        {
            counted += given;
            got = given;
        }

        public ref int First() => ref _first;

        public ref readonly int FirstOnly() => ref _first;

        public T Largest<T>(T left, T right)
            where T : IComparable<T> => left.CompareTo(right) > 0 ? left : right;

        public TList Created<TList, T>(params T[] items)
            where TList : class, ICollection<T>, new()
        {
            var list = new TList();
            Array.ForEach(items, list.Add);
            return list;
        }

        public int Size<T>()
            where T : unmanaged => sizeof(T);

        public TResult NotNull<T, TResult>(T given, Func<T, TResult> made)
            where T : notnull => made(given);

        public int Point(int* value) => *value;

        public int Sum(params ReadOnlySpan<int> values)
        {
            var sum = 0;
            foreach (var value in values)
            {
                sum += value;
            }

            return sum;
        }

        public Task<T> DelayedAsync<T>(T value, CancellationToken cancellationToken) => Task.FromResult(value);

        public void Raise() => Raised?.Invoke();

        public void Throw() => throw new NotSupportedException();

        public string Replaced() => "replaced";

        public void Dispose()
        {
        }

        int IAll.Seven() => 7;
    }

    internal sealed class Allowing : IAllowing, IDisposable
    {
        public int Length<T>(T one)
            where T : allows ref struct => typeof(T) == typeof(Ref) ? 4 : 0;

        public void Dispose()
        {
        }
    }

    private sealed class Hidden;

    private sealed class Private : IPrivate<List<Hidden>>, IDisposable
    {
        public int Count(List<Hidden> items) => items.Count;

        public void Dispose()
        {
        }
    }

    internal sealed class Variant : IVariant<object, string>, IVariant<string, object>, IDisposable
    {
        public string Say(object said) => string.Create(CultureInfo.InvariantCulture, $"{said}");

        object IVariant<string, object>.Say(string said) => said;

        public void Dispose()
        {
        }
    }

    internal sealed class Static : IStatic, IDisposable
    {
        public string Get() => "static";

        public void Dispose()
        {
        }
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
