using System.Text;
using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Publishing;

/// <summary>Instances of an app on one store of documents, in time that a test moves.</summary>
internal sealed class StoreRig : IDisposable
{
    private readonly List<ServiceProvider> _all = [];

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The store; another one after a failover.</summary>
    public IDocumentStore Store { get; set; }

    /// <summary>A version of the kill switch whose text is damaged in the store, and the text.</summary>
    public (long Version, string Text)? Damaged { get; set; }

    /// <summary>The names of documents whose latest version has lost its text; once another one follows, that is whole.</summary>
    public Dictionary<string, long> Halves { get; } = new(StringComparer.Ordinal);

    /// <summary>True: nobody is told of changes.</summary>
    public bool IsMute { get; set; }

    public StoreRig() => Store = new InMemoryDocumentStore(Time);

    public static byte[] Flag(string flag, bool isOn, string more = "") =>
        Encoding.UTF8.GetBytes($$"""{ "flags": { "{{flag}}": { "default": {{(isOn ? "true" : "false")}} } }{{more}} }""");

    public static DocumentChange Change(long? expected = null) => new("ann", "a test", expected);

    public Node Start(string name = "web-1", string? stateDirectory = null, Action<IGrayFlagsBuilder>? before = null, Action<StoreLink>? set = null)
    {
        var link = new StoreLink(this);
        set?.Invoke(link);
        var logs = new RecordingLoggerFactory();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ILoggerFactory>(logs);
        var builder = services.AddGrayFlags(options =>
        {
            options.InstanceName = name;
            options.StateDirectory = stateDirectory;
        });
        before?.Invoke(builder);
        builder.AddDocumentStore(link).AddStoredDocument("shop");
        var provider = services.BuildServiceProvider();
        _all.Add(provider);
        return new Node(provider, link, logs);
    }

    /// <summary>Lets everybody hear what was written, and not poll.</summary>
    public void Hear() => Time.Advance(TimeSpan.FromMilliseconds(500));

    /// <summary>Waits until an instance has just polled, and does not poll again for a while: its first poll comes at any time.</summary>
    public void PollOnce(Node node)
    {
        for (var before = node.Link.Looks; node.Link.Looks == before;)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Lets everybody poll.</summary>
    public void Poll() => Time.Advance(TimeSpan.FromSeconds(20));

    public void Dispose() => _all.ForEach(static provider => provider.Dispose());

    internal sealed class Node(ServiceProvider services, StoreLink link, RecordingLoggerFactory logs)
    {
        public GrayEvaluator Evaluator { get; } = services.GetRequiredService<GrayEvaluator>();

        public IGrayDocuments Documents { get; } = services.GetRequiredService<IGrayDocuments>();

        public StoreLink Link { get; } = link;

        public RecordingLoggerFactory Logs { get; } = logs;

        public ProviderStatus Source => Evaluator.Status.Providers.Single(provider => provider.Name == "store:shop");

        public bool IsOn(string flag) => Evaluator.IsEnabled(flag);

        public void Stop() => services.Dispose();
    }
}
