namespace GrayFlags.Providers.Http;

/// <summary>Reads server-sent events (WHATWG HTML, section 9.2), as far as it matters here: that there was one.</summary>
/// <remarks>
/// Lines are counted, not kept: however long one is, it takes no memory, and beyond the limit the stream is given up. What is no field of an event is
/// skipped.
/// </remarks>
internal sealed class EventStreamReader(Stream stream, int maxBytes, StreamPace pace)
{
    private const int BufferSize = 4096;
    private const int PrefixLength = 6;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly byte[] _prefix = new byte[PrefixLength];
    private int _position;
    private int _length;
    private int _lineLength;
    private int _eventLength;
    private bool _isAfterReturn;
    private bool _hasField;

    /// <summary>Reads one line.</summary>
    /// <exception cref="FetchFailure">A line or an event is too long.</exception>
    public async ValueTask<StreamSignal> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_position < _length)
            {
                if (IsLineEnd(_buffer[_position++]))
                {
                    return EndLine();
                }
            }

            await pace.TakeAsync(_length, cancellationToken).ConfigureAwait(false);
            _position = 0;
            _length = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (_length == 0)
            {
                return StreamSignal.End;
            }
        }
    }

    private bool IsLineEnd(byte next)
    {
        var isSecondOfTwo = _isAfterReturn && next == '\n';
        _isAfterReturn = next == '\r';
        if (next is (byte)'\r' or (byte)'\n')
        {
            return !isSecondOfTwo;
        }

        if (_lineLength < PrefixLength)
        {
            _prefix[_lineLength] = next;
        }

        _lineLength++;
        _eventLength++;
        if (_eventLength > maxBytes)
        {
            throw new FetchFailure(FailureText.EventTooLong, PollOutcome.Failed);
        }

        return false;
    }

    private StreamSignal EndLine()
    {
        var line = _prefix.AsSpan(0, Math.Min(_lineLength, PrefixLength));
        var isEmpty = _lineLength == 0;
        var isEvent = isEmpty && _hasField;
        _hasField = !isEmpty && (_hasField || IsField(line, "data"u8) || IsField(line, "event"u8) || IsField(line, "id"u8));
        _lineLength = 0;

        // A comment belongs to no event: a server that sends nothing else never ends one.
        if (isEmpty || !_hasField)
        {
            _eventLength = 0;
        }

        return isEvent ? StreamSignal.Event : StreamSignal.Alive;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.StartsWith(name) && (line.Length == name.Length || line[name.Length] == ':');
}
