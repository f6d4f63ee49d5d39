// The surroundings of blocks that are marked <!-- in: an app -->. Compiled with each of them, not with the tests.
// A block's statements stand in a method of a class that inherits from App, so it may use what is protected here;
// a local or a type of the block's own comes before one of the same name here. No using of this file reaches a block.
global using Surroundings;

namespace Surroundings
{
    using System;
    using System.Collections.Generic;
    using System.Net.Http;
    using System.Security.Cryptography;
    using System.Threading;
    using System.Threading.Tasks;
    using GrayFlags;
    using Microsoft.AspNetCore.Builder;
    using Microsoft.Extensions.DependencyInjection;
    using Microsoft.Extensions.DependencyInjection.Extensions;
    using Microsoft.Extensions.Logging;

    /// <summary>An app, with what an app has at hand. The rules are those of the document that the page shows above.</summary>
    public abstract class App
    {
        private readonly Lazy<WebApplicationBuilder> _builder = new(() => WebApplication.CreateBuilder());
        private readonly Lazy<WebApplication> _app;
        private readonly Lazy<GrayEvaluator> _flags = new(() => GrayEvaluator.FromFile("flags.json"));

        protected App() => _app = new Lazy<WebApplication>(() => builder.Build());

        protected WebApplicationBuilder builder => _builder.Value;
        protected WebApplication app => _app.Value;
        protected IServiceProvider services => app.Services;
        protected ILoggerFactory loggerFactory => services.GetRequiredService<ILoggerFactory>();

        protected GrayEvaluator flags => _flags.Value;
        protected IGrayFlagsMonitor monitor => flags;
        protected IGrayRules rules => flags;
        protected IGrayOverrides overrides => flags;
        protected IGrayRollouts rollouts => flags.Rollouts;
        protected IGrayFeedback feedback => flags.Feedback;
        protected GrayContextAccessor accessor { get; } = new();
        protected GrayContextAccessor said => accessor;
        protected GrayContext context { get; } = new GrayContext("guo") { Region = "CN-GD-GZ", ["tenant"] = "acme", ["orders"] = 120 };
        protected GrayContext other { get; } = new GrayContext("han");

        protected TimeProvider clock => TimeProvider.System;
        protected CancellationToken cancellationToken => CancellationToken.None;
        protected HttpRequestMessage request { get; } = new();
        protected ECDsa privateKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        protected string keyId => "2026";
        protected byte[] document => "{}"u8.ToArray();
        protected byte[] key { get; } = RandomNumberGenerator.GetBytes(32);

        protected string order => "1 umbrella";
        protected OrderMessage message { get; } = new("guo");
        protected IQuotes v1 { get; } = new Quotes(1m);
        protected IQuotes v2 { get; } = new Quotes(1.001m);
        protected IOrderQueue queue => throw new NotSupportedException("There is no queue.");
        protected IWork work => throw new NotSupportedException("There is no work.");

        public abstract Task RunAsync();

        protected Task NewCheckoutAsync() => Task.CompletedTask;

        protected Task OldCheckoutAsync() => Task.CompletedTask;
    }

    public interface IFlagTable
    {
        Task<byte[]> ReadAsync(CancellationToken cancellationToken);
    }

    public interface IOfficeCalendar
    {
        IReadOnlySet<DateTimeOffset> HoursOf(string team);
    }

    public interface IQuotes
    {
        Task<decimal> QuoteAsync(string order, CancellationToken cancellationToken);
    }

    public sealed class Quotes(decimal price) : IQuotes
    {
        public Task<decimal> QuoteAsync(string order, CancellationToken cancellationToken) => Task.FromResult(price);
    }

    public interface IWork
    {
        void Run();
    }

    public interface IOrders
    {
        string Get(int id);
    }

    public interface IOrdersV2
    {
        string Get(int id);
    }

    public sealed class OriginalOrders : IOrders
    {
        public string Get(int id) => $"original {id}";
    }

    public sealed class UpgradedOrders : IOrders
    {
        public string Get(int id) => $"upgraded {id}";
    }

    public sealed record OrderMessage(string Customer);

    public interface IOrderQueue
    {
        IAsyncEnumerable<OrderMessage> ReadAllAsync(CancellationToken cancellationToken);

        Task ShipAsync(OrderMessage message, CancellationToken cancellationToken);

        Task ShipFastAsync(OrderMessage message, CancellationToken cancellationToken);
    }

    public sealed class ProxyHeaders : DelegatingHandler;

    public static class Tokens
    {
        public static ValueTask<string> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult("secret");
    }

    /// <summary>A class that asks.</summary>
    public sealed class Checkout(IGrayEvaluator flags)
    {
        public string Page(string userId) => flags.IsEnabled("new-checkout", new GrayContext(userId)) ? "one page" : "four pages";
    }
}
