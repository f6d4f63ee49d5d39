using GrayFlags.AspNetCore.Tests.Kit;
using GrayFlags.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace GrayFlags.AspNetCore.Tests.Services;

/// <summary>Who made an implementation disposes it, and does so once.</summary>
[Fault("R6")]
public sealed class OwnerTests
{
    private const string Rules = """{ "flags": { "x": { "rules": { "r": { "regions": ["CN"] } } } } }""";

    // How an app may have registered an implementation itself, and how many of it two requests and the end of the app dispose.
    private static readonly Dictionary<string, (Action<IServiceCollection> Register, int AfterTwo, int AtTheEnd)> Registrations = new()
    {
        ["none"] = (_ => { }, 2, 2),
        ["scoped"] = (services => services.AddScoped<Original>().AddScoped<Upgraded>(), 2, 2),
        ["transient"] = (services => services.AddTransient<Original>().AddTransient<Upgraded>(), 2, 2),
        ["singleton"] = (services => services.AddSingleton<Original>().AddSingleton<Upgraded>(), 0, 1),
        ["scoped factory"] = (services => services.AddScoped(scope => new Original(scope.GetRequiredService<Disposals>()))
            .AddScoped(scope => new Upgraded(scope.GetRequiredService<Disposals>())), 2, 2),
        ["transient factory"] = (services => services.AddTransient(scope => new Original(scope.GetRequiredService<Disposals>()))
            .AddTransient(scope => new Upgraded(scope.GetRequiredService<Disposals>())), 2, 2),
        ["singleton factory"] = (services => services.AddSingleton(scope => new Original(scope.GetRequiredService<Disposals>()))
            .AddSingleton(scope => new Upgraded(scope.GetRequiredService<Disposals>())), 0, 1),
        ["keyed"] = (services => services.AddKeyedSingleton<Original>("a").AddKeyedSingleton<Upgraded>("a"), 2, 2),
    };

    [Test]
    public async Task Implementation_IsDisposedOnceByItsOwner([ValueSource(nameof(Names))] string registration, [Values] bool isLate, [Values] bool isUpgraded)
    {
        var (register, afterTwo, atTheEnd) = Registrations[registration];
        var disposals = new Disposals();
        await using (var site = await StartAsync(disposals, register, isLate))
        {
            await AskTwiceAsync(site, isUpgraded);
            await disposals.WaitAsync(afterTwo);
            Assert.That(disposals.Count, Is.EqualTo(afterTwo));
        }

        await disposals.WaitAsync(atTheEnd - afterTwo);
        Assert.That((disposals.Count, disposals.MostOfOne), Is.EqualTo((atTheEnd, 1)));
    }

    [Test]
    public async Task Instance_OfTheApps_IsNeverDisposed()
    {
        var disposals = new Disposals();
        await using (var site = await StartAsync(disposals, services => services.AddSingleton(new Original(disposals)).AddSingleton(new Upgraded(disposals))))
        {
            await AskTwiceAsync(site, isUpgraded: false);
            await AskTwiceAsync(site, isUpgraded: true);
        }

        Assert.That(disposals.Count, Is.Zero);
    }

    [Test]
    public async Task OpenGeneric_OfTheApps_KeepsItsLifetime()
    {
        var disposals = new Disposals();
        await using (var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", (IStore<int> store) => store.Get()),
            services: services =>
            {
                services.AddSingleton(disposals);
                services.AddSingleton(typeof(Store<>));
                services.AddGrayService<IStore<int>, Store<int>, OtherStore<int>>("x");
            }))
        {
            Assert.That((await site.GetAsync("/"), await site.GetAsync("/")), Is.EqualTo(("200 1", "200 2")), "one for both");
            Assert.That(disposals.Count, Is.Zero);
        }

        await disposals.WaitAsync(1);
        Assert.That((disposals.Count, disposals.MostOfOne), Is.EqualTo((1, 1)));
    }

    // An upgraded version around the original one.
    [Test]
    public async Task Decorated_IsDisposedOnceAndSoIsWhatItDecorates()
    {
        var disposals = new Disposals();
        await using (var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", (IOrders orders) => orders.Get()),
            flags => flags.AddAspNetCore(o => o.Region = _ => "CN"),
            services =>
            {
                services.AddSingleton(disposals);
                services.AddGrayService<IOrders, Original, Around>("x");
            }))
        {
            Assert.That(await site.GetAsync("/"), Is.EqualTo("200 around original"));
        }

        await disposals.WaitAsync(2);
        Assert.That((disposals.Count, disposals.MostOfOne), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task TwoServices_OfOneImplementation_ShareItAndItIsDisposedOnce()
    {
        var disposals = new Disposals();
        await using (var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", (IOrders orders, IReader reader, Original original) => $"{orders.Get()} {reader.Add()} {original.Value}"),
            services: services =>
            {
                services.AddSingleton(disposals);
                services.AddGrayService<IOrders, Original, Upgraded>("x").AddGrayService<IReader, Original, Upgraded>("x");
            }))
        {
            Assert.That(await site.GetAsync("/"), Is.EqualTo("200 original 1 1"));
        }

        await disposals.WaitAsync(1);
        Assert.That((disposals.Count, disposals.MostOfOne), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task AsyncDisposable_IsDisposedOnce([Values] bool isSingleton)
    {
        var disposals = new Disposals();
        await using (var site = await TestSite.StartAsync(
            Rules,
            app => app.MapGet("/", (IOrders orders) => orders.Get()),
            services: services =>
            {
                services.AddSingleton(disposals);
                if (isSingleton)
                {
                    services.AddSingleton<AsyncOriginal>();
                }

                services.AddGrayService<IOrders, AsyncOriginal, Upgraded>("x");
            }))
        {
            Assert.That((await site.GetAsync("/"), await site.GetAsync("/")), Is.EqualTo(("200 async", "200 async")));
        }

        await disposals.WaitAsync(isSingleton ? 1 : 2);
        Assert.That((disposals.Count, disposals.MostOfOne), Is.EqualTo((isSingleton ? 1 : 2, 1)));
    }

    private static string[] Names() => [.. Registrations.Keys];

    private static async Task AskTwiceAsync(TestSite site, bool isUpgraded)
    {
        for (var count = 0; count < 2; count++)
        {
            Assert.That(await site.GetAsync("/", ("X-Region", isUpgraded ? "CN" : "DE")), Is.EqualTo(isUpgraded ? "200 upgraded" : "200 original"));
        }
    }

    private static Task<TestSite> StartAsync(Disposals disposals, Action<IServiceCollection> register, bool isLate = false) => TestSite.StartAsync(
        Rules,
        app => app.MapGet("/", (IOrders orders) => orders.Get()),
        flags => flags.AddAspNetCore(o => o.RegionHeader = "X-Region"),
        services =>
        {
            services.AddSingleton(disposals);
            if (!isLate)
            {
                register(services);
            }

            services.AddGrayService<IOrders, Original, Upgraded>("x");
            if (isLate)
            {
                register(services);
            }
        });

    internal interface IOrders
    {
        string Get();
    }

    internal interface IReader
    {
        int Add();
    }

    internal interface IStore<T>
    {
        int Get();
    }

    internal sealed class Disposals
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly List<object> _disposed = [];
        private readonly SemaphoreSlim _added = new(0);

        public int Count
        {
            get
            {
                lock (_disposed)
                {
                    return _disposed.Count;
                }
            }
        }

        public int MostOfOne
        {
            get
            {
                lock (_disposed)
                {
                    return _disposed.GroupBy(one => one, ReferenceEqualityComparer.Instance).Select(group => group.Count()).DefaultIfEmpty().Max();
                }
            }
        }

        public void Add(object one)
        {
            lock (_disposed)
            {
                _disposed.Add(one);
            }

            _added.Release();
        }

        /// <summary>Waits until so many are disposed: scopes end when the answer is out.</summary>
        public async Task WaitAsync(int count)
        {
            for (var seen = 0; seen < count; seen++)
            {
                Assert.That(await _added.WaitAsync(Patience), Is.True, $"disposed {seen} of {count}");
            }
        }
    }

    internal abstract class Disposing(Disposals disposals) : IDisposable
    {
        private bool _isDisposed;

        public int Value { get; private set; }

        public int Add() => ++Value;

        public void Dispose()
        {
            _isDisposed = true;
            disposals.Add(this);
        }

        protected string Say(string text) => _isDisposed ? throw new ObjectDisposedException(text) : text;
    }

    internal sealed class Original(Disposals disposals) : Disposing(disposals), IOrders, IReader
    {
        public string Get() => Say("original");
    }

    internal sealed class Upgraded(Disposals disposals) : Disposing(disposals), IOrders, IReader
    {
        public string Get() => Say("upgraded");
    }

    internal sealed class Around(Original inner, Disposals disposals) : Disposing(disposals), IOrders
    {
        public string Get() => Say("around " + inner.Get());
    }

    internal sealed class AsyncOriginal(Disposals disposals) : IOrders, IAsyncDisposable
    {
        private bool _isDisposed;

        public string Get() => _isDisposed ? throw new ObjectDisposedException("async") : "async";

        public ValueTask DisposeAsync()
        {
            _isDisposed = true;
            disposals.Add(this);
            return default;
        }
    }

    internal sealed class Store<T>(Disposals disposals) : Disposing(disposals), IStore<T>
    {
        public int Get() => Add();
    }

    internal sealed class OtherStore<T> : IStore<T>
    {
        public int Get() => 0;
    }
}
