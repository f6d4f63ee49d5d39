using GrayFlags.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrayFlags.Tests.Snapshots;

/// <summary>Starts evaluators one after the other on one state directory, as a program does that is started again; time passes between any two.</summary>
internal sealed class RestartRig : IDisposable
{
    private readonly TempFolder _temp = new();
    private GrayEvaluator? _evaluator;

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLoggerFactory Logs { get; } = new();

    public string StateDirectory => _temp["state"];

    public Action<GrayFlagsOptions> Configure { get; set; } = _ => { };

    public Action<IGrayFlagsBuilder> Build { get; set; } = _ => { };

    public string[] SavedFiles(string pattern) => Directory.Exists(StateDirectory) ? Directory.GetFiles(StateDirectory, pattern) : [];

    public IEnumerable<LogEntry> Logged(int eventId) => Logs.Entries.Where(entry => entry.EventId.Id == eventId);

    public GrayEvaluator Start(params IRuleProvider[] providers)
    {
        Stop();
        return _evaluator = GrayEvaluator.Create(builder => Add(builder.Services, providers));
    }

    public void Add(IServiceCollection services, params IRuleProvider[] providers)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ILoggerFactory>(Logs);
        var builder = services.AddGrayFlags(options =>
        {
            options.StateDirectory = StateDirectory;
            Configure(options);
        });
        Build(builder);
        foreach (var provider in providers)
        {
            builder.AddProvider(provider);
        }
    }

    /// <summary>Ends the evaluator; what it had to save is on the disk then.</summary>
    public void Stop()
    {
        _evaluator?.Dispose();
        _evaluator = null;
    }

    public void Dispose()
    {
        Stop();
        _temp.Dispose();
    }
}
