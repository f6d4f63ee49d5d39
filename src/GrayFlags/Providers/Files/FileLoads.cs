using GrayFlags.Documents;
using GrayFlags.Documents.Problems;

namespace GrayFlags.Providers.Files;

/// <summary>Decides what of a file's content is worth a load. Content alone decides: not time stamps, not lengths, not events.</summary>
/// <remarks>
/// Good content is delivered at first sight. Bad content (missing, empty, cut, invalid) may be a writer half-way through: it is delivered only
/// when it is still there after the patience, once, and is not parsed again while it stays. Thread-safe: one read and one parse at a time.
/// </remarks>
internal sealed class FileLoads(FileContent content, DocumentReaderOptions reader, IRuleFormat? format, TimeProvider time, TimeSpan patience)
{
    // A file that is bad in a new way at every look is no writer half-way through, and must not stay unreported for ever.
    private const int MaxDoubts = 10;

    private const string NoMemoryKey = "no memory";

    private readonly object _gate = new();
    private FileLoad? _latest;
    private bool _waiting;
    private FileLoad? _doubtful;
    private int _doubts;

    // The watcher had it in hand and said no more than "changed": a file is a provider like any other, and what is loaded is pulled.
    /// <summary>The content that waits to be loaded, else the present content of the file.</summary>
    /// <param name="watched">Whether looks go on: if so, content that is bad at first sight is left to them.</param>
    public LoadResult Take(bool watched)
    {
        lock (_gate)
        {
            if (_latest is null || !watched)
            {
                AcceptNeedsLock(FoundNeedsLock());
            }
            else if (!_waiting)
            {
                LookNeedsLock();
            }

            _waiting = false;
            return _latest!.Load;
        }
    }

    public FileLook Look()
    {
        lock (_gate)
        {
            return LookNeedsLock();
        }
    }

    private FileLook LookNeedsLock()
    {
        var found = FoundNeedsLock();
        if (found == _latest)
        {
            AcceptNeedsLock(found);
            return new FileLook(_waiting, IsNew: false, null);
        }

        var isNew = found != _doubtful;
        if (isNew)
        {
            _doubts++;
        }

        var rest = patience - time.GetElapsedTime(found.Since);
        if (found.Load.Outcome != LoadOutcome.Loaded && rest > TimeSpan.Zero && _doubts < MaxDoubts)
        {
            _doubtful = found;
            return new FileLook(Deliver: false, isNew, rest);
        }

        AcceptNeedsLock(found);
        _waiting = true;
        return new FileLook(Deliver: true, isNew, null);
    }

    private void AcceptNeedsLock(FileLoad load)
    {
        _latest = load;
        _doubtful = null;
        _doubts = 0;
    }

    private FileLoad FoundNeedsLock()
    {
        try
        {
            var reading = content.Read();
            var key = reading.Failure == FileFailure.None ? DocumentFingerprint.Of(reading.Bytes.Span) : "no content: " + reading.Failure;
            return KnownNeedsLock(key) ?? new FileLoad(key, LoadOf(reading, key), time.GetTimestamp());
        }
        catch (OutOfMemoryException)
        {
            // A state of the source like any other: unseen, old rules would serve as if they were the newest.
            return KnownNeedsLock(NoMemoryKey) ?? new FileLoad(NoMemoryKey, LoadResult.Unavailable(FileText.NoMemory), time.GetTimestamp());
        }
    }

    private FileLoad? KnownNeedsLock(string key) => key == _latest?.Key ? _latest : key == _doubtful?.Key ? _doubtful : null;

    private LoadResult LoadOf(FileReading reading, string key) => reading.Failure switch
    {
        FileFailure.None => LoadResult.From(FormattedDocument.Read(reading.Bytes.Span, format, reader), key),
        FileFailure.TooLarge => LoadResult.Invalid(
            [new DocumentProblem { Source = reader.Source, Path = "", Message = ProblemText.TooLarge(reader.Limits.MaxBytes) }]),
        _ => LoadResult.Unavailable(reading.Reason),
    };
}
