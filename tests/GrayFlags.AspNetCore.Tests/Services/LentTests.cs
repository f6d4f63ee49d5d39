using System.Globalization;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Services;

/// <summary>Whatever C# permits in an interface works where a disposable implementation stands behind it.</summary>
[Fault("R6")]
public sealed partial class LentTests
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

    internal static ServiceCollection Services()
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
}
