using GrayFlags.Documents;
using GrayFlags.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace GrayFlags.Providers.Configuration;

/// <summary>Rules from configuration, whatever its sources are: read layer by layer where the root is known, reloaded with it.</summary>
internal sealed class ConfigurationRuleProvider : IRuleProvider
{
    private const int MaxReadings = 4;

    private readonly IConfiguration _configuration;
    private readonly IConfigurationRoot? _root;
    private readonly string _sectionPath;
    private readonly bool _allowEmpty;
    private readonly DocumentLimits _limits;
    private readonly ILogger _logger;

    // The layers that held a part of the document when it was last there. Only loads touch them, one at a time.
    private List<object> _filled = [];

    public ConfigurationRuleProvider(
        IConfiguration configuration, IConfigurationRoot? root, string sectionPath, bool allowEmpty, DocumentLimits limits, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(sectionPath);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(logger);

        _configuration = configuration;
        _root = root;
        _sectionPath = sectionPath;
        _allowEmpty = allowEmpty;
        _limits = limits;
        _logger = logger;
        Name = sectionPath.Length == 0 ? "configuration" : "configuration:" + sectionPath;
    }

    public string Name { get; }

    private string Place => ConfigText.Place(_sectionPath);

    /// <summary>A provider for a configuration or a section of one.</summary>
    /// <param name="configuration">The section that is the document, or a configuration that holds it.</param>
    /// <param name="application">The application's whole configuration, of which the section may be a part. Null: unknown.</param>
    /// <param name="allowEmpty">Whether a document that was there may go without being missed.</param>
    /// <param name="limits">What a document may at most hold.</param>
    /// <param name="logger">Where failures of the watch are told.</param>
    public static ConfigurationRuleProvider Create(
        IConfiguration configuration, IConfiguration? application, bool allowEmpty, DocumentLimits limits, ILogger logger)
    {
        var root = ConfigurationLayers.FindRoot(configuration, application is null ? [] : [application]);
        return new(configuration, root, ConfigurationLayers.PathOf(configuration), allowEmpty, limits, logger);
    }

    public ValueTask<LoadResult> LoadAsync(CancellationToken cancellationToken) => new(Load());

    public IDisposable Watch(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);

        return ChangeToken.OnChange(ReloadToken, () => PassOn(changed));
    }

    // Both run inside the configuration's callbacks: an exception of ours would come out of somebody else's Reload().
    private IChangeToken? ReloadToken()
    {
        try
        {
            return _configuration.GetReloadToken();
        }
        catch (Exception exception)
        {
            Log.ConfigurationNotWatched(_logger, Name, exception);
            return null;
        }
    }

    private void PassOn(Action changed)
    {
        // The configuration listens for its next change only when this returns.
        if (Apart.Run(changed) is { } exception)
        {
            Log.ConfigurationChangeFailed(_logger, Name, exception);
        }
    }

    // What others keep may change under the reading, with a token or without. Half of an old rule and half of a new one could let anybody in,
    // so such layers are read until two readings in a row find the same. The framework's own are read at one moment.
    private LoadResult Load()
    {
        var last = Read();
        for (var reading = 1; !last.IsOfOneMoment; reading++)
        {
            if (reading == MaxReadings)
            {
                return LoadResult.PartlyUnavailable(ConfigText.Unsteady, last.Load.Off);
            }

            var next = Read();
            if (next.IsSameAs(last))
            {
                break;
            }

            last = next;
        }

        if (last.Failure is { } failure)
        {
            Log.ConfigurationUnreadable(_logger, Name, failure);
        }

        _filled = last.Filled ?? _filled;
        return last.Load;
    }

    private ConfigReading Read()
    {
        IReadOnlyList<IConfigLayer> layers;
        try
        {
            layers = _root is null ? [new SectionLayer(_configuration)] : LayerWalk.LayersOf(_root);
        }
        catch (Exception exception)
        {
            return Failed(exception, ConfigNode.Null);
        }

        return Read(layers);
    }

    private ConfigReading Read(IReadOnlyList<IConfigLayer> layers)
    {
        var problems = new List<DocumentProblem>();
        var document = ConfigNode.Null;
        var filled = new List<object>();
        string? loss = null;
        Exception? failure = null;
        var isBlended = false;
        for (var index = 0; index < layers.Count; index++)
        {
            var layer = layers[index];
            var reader = new ConfigReader(layer, Name, _limits.MaxDepth, problems);
            try
            {
                var part = reader.ReadDocument(_sectionPath, isShared: _sectionPath.Length == 0);
                isBlended |= reader.SawList && layer.IsMerged;
                document = ConfigMerge.Merge(document, part);
                if (part.HasContent || reader.FoundProblem)
                {
                    filled.Add(layer.Identity);
                }
                else if (HasTurnedEmpty(layer))
                {
                    loss ??= ConfigText.LayerTurnedEmpty(Place, index + 1, layers.Count, layer.Identity.GetType());
                }
            }
            catch (Exception exception)
            {
                // What stands in a layer may be anybody's code. The others still say what is off.
                failure ??= exception;
            }
        }

        if (failure is not null)
        {
            return Failed(failure, document);
        }

        var isOfOneMoment = layers.All(layer => layer.IsOfOneMoment);
        if (filled.Count == 0)
        {
            var isMissed = _filled.Count > 0 && !_allowEmpty;
            var load = isMissed
                ? LoadResult.Unavailable(ConfigText.Vanished(Place))
                : _allowEmpty
                ? LoadResult.Empty()
                : LoadResult.EmptyUnlessKnown(ConfigText.Vanished(Place), ConfigText.NoContent(Place, NearSection.Of(_root, _sectionPath)));
            return new(load, isMissed ? null : [], isOfOneMoment, null);
        }

        var merged = ReadMerged(document, problems, isBlended);

        // What a remaining layer switches off goes off: the switch is needed most when things are broken.
        return loss is null ? new(merged, filled, isOfOneMoment, null) : new(LoadResult.PartlyUnavailable(loss, merged.Off), null, isOfOneMoment, null);
    }

    private static ConfigReading Failed(Exception exception, ConfigNode document)
    {
        string[] off = [.. OffTexts(document)];
        return new(LoadResult.PartlyUnavailable(ConfigText.Unreadable(exception), off.Length > 0 ? off : null), null, false, exception);
    }

    // A file that is being written, or cannot be parsed, leaves its layer without any key while the other layers stay. Without this
    // look, one variable of the environment would be all of the document for that moment, or until somebody mends the file.
    private bool HasTurnedEmpty(IConfigLayer layer) => !_allowEmpty && _filled.Contains(layer.Identity) && layer.IsEmpty;

    private LoadResult ReadMerged(ConfigNode document, List<DocumentProblem> problems, bool mayBeMergedByIndex)
    {
        var json = ConfigJson.Write(document, Name, problems);
        var fingerprint = DocumentFingerprint.Of(json);
        if (problems.Count > 0)
        {
            // Two layers of configuration may differ only in what is wrong with them.
            fingerprint = DocumentFingerprint.Of(fingerprint + string.Join('\n', problems));
        }

        var read = FlagDocument.Read(json, new DocumentReaderOptions { LiteralsAreText = true, Source = Name, Limits = _limits });

        // Of what could not be read the reader sees a null, which it may object to once more.
        var reported = problems.Select(problem => problem.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = read.Problems.Where(problem => !reported.Contains(problem.Path));

        // Where the reader gave up before the kill switch, the tree still knows it.
        var result = new DocumentReadResult(read.Document, [.. problems, .. found], read.Off ?? [.. OffTexts(document)]);
        return LoadResult.From(result, fingerprint, mayBeMergedByIndex ? [ConfigText.MayBeMergedByIndex(Place)] : []);
    }

    private static IEnumerable<string> OffTexts(ConfigNode document) =>
        document.Fields is { } fields && fields.TryGetValue("off", out var off) ? (off.Entries ?? []).Select(entry => entry.Text).OfType<string>() : [];
}
