using System.CommandLine;
using GrayFlags.Documents;
using GrayFlags.Publishing;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;

namespace GrayFlags.Tool.Publish;

/// <summary>The options of the verbs that talk to a store, and the store.</summary>
internal sealed class StoreOptions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Option<string?> _to = new("--to")
    {
        Description = $"The store: @file, env:NAME, or an address without a password. Default: env:{StoreAddress.DefaultVariable}.",
        HelpName = "@file|env:NAME|address",
    };

    private readonly Option<string> _document = new("--document")
    {
        Description = "The document's name in the store.",
        HelpName = "name",
        DefaultValueFactory = static _ => "default",
    };

    private readonly Option<string> _schema = new("--schema")
    {
        Description = "PostgreSQL: the schema of the tables.",
        HelpName = "name",
        DefaultValueFactory = static _ => "grayflags",
    };

    private readonly Option<string> _prefix = new("--key-prefix")
    {
        Description = "Redis: the beginning of the keys.",
        HelpName = "text",
        DefaultValueFactory = static _ => "grayflags",
    };

    private readonly Option<bool> _createsSchema = new("--create-schema")
    {
        Description = "PostgreSQL: create the schema and its tables where they are missing.",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _to, _document, _schema, _createsSchema, _prefix })
        {
            command.Options.Add(option);
        }
    }

    public string NameOf(ParseResult parsed) => parsed.GetValue(_document)!;

    /// <summary>Does something with the store, and turns what goes wrong into a message.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="use">Returns the exit code.</param>
    /// <param name="layers">The documents below, which a document may refer to.</param>
    /// <param name="warn">Tells what could not be checked.</param>
    public int Use(
        ParseResult parsed,
        Func<IDocumentStore, IGrayDocuments, CancellationToken, Task<int>> use,
        IReadOnlyList<FlagDocument>? layers = null,
        Action<string>? warn = null)
    {
        var address = StoreAddress.Read(parsed.GetValue(_to));
        IDocumentStore? store = null;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            store = address.Open(parsed.GetValue(_schema)!, parsed.GetValue(_createsSchema), parsed.GetValue(_prefix)!);
            var patient = new PatientStore(store);
            var documents = new GrayDocuments(patient, DocumentLimits.Default, Problems);
            return use(patient, documents, patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new UsageException($"the store has not answered for {Patience.TotalSeconds} s");
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter", 2)[0]);
        }
        catch (InvalidDataException exception) when (DamagedVersion.Of(exception) is not null)
        {
            throw new UsageException(exception.Message);
        }
        catch (Exception exception) when (exception is not UsageException and not GrayDocumentException and not OutOfMemoryException)
        {
            // The stores of the library put no address and no password into a message.
            throw new UsageException(
                $"the store cannot be used: {exception.Message.Replace("PostgreSqlOptions.CreateSchema", "--create-schema", StringComparison.Ordinal)}");
        }
        finally
        {
            (store as IDisposable)?.Dispose();
        }

        IReadOnlyList<DocumentProblem> Problems(string name, FlagDocument document)
        {
            var merged = DocumentMerge.Merge([.. layers ?? [], document]);
            return GrayEvaluator.FindProblems(merged) is { Count: > 0 } problems ? problems
                : ProblemsOfRollouts(parsed, address, store!, name, merged, layers ?? [], warn);
        }
    }

    /// <summary>The documents of <c>--base</c>, each of which has to be readable.</summary>
    public static IReadOnlyList<FlagDocument> Layers(IEnumerable<string> sources, Terminal terminal) => [.. sources.Select(source => Layer(source, terminal))];

    // A store that has no rollouts, or does not show them, keeps no document from being published.
    private IReadOnlyList<DocumentProblem> ProblemsOfRollouts(
        ParseResult parsed,
        StoreAddress address,
        IDocumentStore store,
        string name,
        FlagDocument merged,
        IReadOnlyList<FlagDocument> layers,
        Action<string>? warn)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (store.ReadAsync(name, null, patience.Token).GetAwaiter().GetResult() is not { } latest
                || FlagDocument.Read(latest.Utf8Json.Span, new DocumentReaderOptions { Source = name }).Document is not { } before)
            {
                return [];
            }

            var rollouts = address.OpenRollouts(name, parsed.GetValue(_schema)!, parsed.GetValue(_prefix)!);
            using var closing = rollouts as IDisposable;
            var records = rollouts.ReadAsync(patience.Token).GetAwaiter().GetResult();
            return RunningRollouts.FindProblems(DocumentMerge.Merge([.. layers, before]), merged, records);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or UnauthorizedAccessException or InvalidDataException
            or InvalidOperationException or OperationCanceledException)
        {
            warn?.Invoke($"the document was not compared with the rollouts that run: {exception.Message}");
            return [];
        }
    }

    private static FlagDocument Layer(string source, Terminal terminal)
    {
        var read = RuleSource.Read(source, RuleSource.Formats[0], terminal);
        return read.Document ?? throw new GrayDocumentException(read.Problems);
    }
}
