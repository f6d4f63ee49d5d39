namespace GrayFlags.Tool.Eval;

/// <summary>Reads lines of bytes one by one, in bounded memory whatever their length.</summary>
internal sealed class LineReader(Stream stream, int maxLength)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>True while a whole line has been read that was not asked for yet.</summary>
    public bool HasLine => _buffer.AsSpan(_start.._end).Contains((byte)'\n');

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end, until the next call. Empty where it is too long.</param>
    /// <param name="isTooLong">True if the line is longer than the limit; all of it has been passed over.</param>
    /// <returns>False when there are no more.</returns>
    public bool TryRead(out ReadOnlyMemory<byte> line, out bool isTooLong)
    {
        isTooLong = false;
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                line = isTooLong || length > maxLength ? default : _buffer.AsMemory(_start, length);
                isTooLong |= length > maxLength;
                _start += length + 1;
                return true;
            }

            searched = _end - _start;
            if (searched > maxLength)
            {
                isTooLong = true;
                _start = _end;
                searched = 0;
            }

            if (!TryFill())
            {
                line = isTooLong ? default : _buffer.AsMemory(_start, _end - _start);
                var isLast = isTooLong || _end > _start;
                _start = _end;
                return isLast;
            }
        }
    }

    private bool TryFill()
    {
        if (_isOver)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isOver = read == 0;
        return !_isOver;
    }
}
